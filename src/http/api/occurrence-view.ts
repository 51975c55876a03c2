import { z } from 'zod';
import { OCCURRENCE_STATUSES } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import type { ComingSend } from '../../scheduling/queries/coming-sends.ts';
import { id, instant, isoIn } from '../fields.ts';
import { deliveryTotals } from './delivery-totals.ts';

/** An occurrence as it is answered, in the zone of its schedule. */
export const occurrenceRow = z
  .object({
    id: id.nullable().meta({ description: 'Nulo enquanto é só uma previsão.' }),
    schedule: id,
    planned_at: instant,
    due_at: instant,
    status: z.enum(OCCURRENCE_STATUSES),
    reason: z.string().nullable(),
    late: z.boolean(),
    instants: z.number().int().meta({ description: 'Quantos instantes perdidos a linha representa.' }),
    replaced: z.number().int().meta({ description: 'Quantos instantes anteriores, perdidos, este envio substitui.' }),
    totals: z.record(z.string(), z.number().int()).meta({ description: 'Envios por situação.' }),
  })
  .meta({ id: 'Occurrence' });
export type OccurrenceRow = z.output<typeof occurrenceRow>;

/** Occurrences, recorded and foreseen; one query for the totals of all. */
export async function showOccurrences(
  em: Em,
  sends: readonly (ComingSend & { schedule: { id: number; timezone: string } })[],
): Promise<OccurrenceRow[]> {
  const totals = await deliveryTotals(
    em,
    sends.flatMap(({ occurrence }) => occurrence?.id ?? []),
  );
  return sends.map(({ occurrence, schedule, plannedAt, dueAt }) => ({
    id: occurrence?.id ?? null,
    schedule: schedule.id,
    planned_at: isoIn(schedule.timezone, plannedAt),
    due_at: isoIn(schedule.timezone, dueAt),
    status: occurrence?.status ?? 'planned',
    reason: occurrence?.reason ?? null,
    late: occurrence?.late ?? false,
    instants: occurrence?.instants ?? 1,
    replaced: occurrence?.replaced ?? 0,
    totals: (occurrence && totals.get(occurrence.id)) ?? {},
  }));
}
