import { z } from 'zod';
import type { Foreseen } from '../scheduling/foresee.ts';
import { instant, isoIn } from './fields.ts';

/** How many messages of a run leave on which day. */
export const foreseenDays = z
  .array(z.object({ date: z.iso.date(), from: instant, messages: z.number().int() }))
  .meta({ description: 'Quantas mensagens do primeiro envio saem em cada dia, e a partir de que hora.' });

/** @param timezone whose days they are */
export function shownDays({ days }: Pick<Foreseen, 'days'>, timezone: string): z.infer<typeof foreseenDays> {
  return days.map(({ at, messages }) => ({
    ...{ date: at.toZonedDateTimeISO(timezone).toPlainDate().toString(), from: isoIn(timezone, at), messages },
  }));
}
