/** Parts that the schemas of several resources share. */
import { z } from 'zod';
import { toE164 } from '../whatsapp/phone.ts';
import { refuseField } from './validation.ts';

/** Ids are what JavaScript can count exactly. */
const idNumber = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

export const id = idNumber;
/** Of a path: digits only; anything else names nothing and is a 404. */
export const idParams = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .transform(Number)
    .pipe(idNumber),
});
/** Of a query: `?schedule=42`. */
export const idFilter = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional();

/** As it is read: ISO 8601 with the offset of the product's zone. */
export const instant = z.iso.datetime({ offset: true });
/** As it is given in a filter: an instant with its offset. */
export const instantFilter = z.iso
  .datetime({ offset: true, error: 'Envie data e hora com fuso: 2026-11-25T09:00:00-03:00.' })
  .transform(text => Temporal.Instant.from(text))
  .optional();

/** A phone as people type it; stored and read as E.164. */
export const phone = z
  .string()
  .max(40)
  .transform((typed, context) => refuseField(context, () => toE164(typed)))
  .meta({ description: 'Como as pessoas digitam; fica em E.164, com o nono dígito.' });

/** Values of a template's variables. */
export const variables = z.record(z.string().min(1).max(60), z.string().max(1000));

/** Beside a text: the client knows that it holds what looks like a variable, and means it so. */
export const literal = z.boolean().optional().meta({
  description: 'O que parece variável entre { }, [ ] ou < > é texto mesmo. Sem isto, é recusado.',
  writeOnly: true,
});

export const localDate = z.iso.date();
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, 'Use HH:MM, como "09:00".');

/** An instant for people and programs: with the offset of a zone. */
export function isoIn(timezone: string, value: Temporal.Instant): string;
export function isoIn(timezone: string, value: Temporal.Instant | null | undefined): string | null;
export function isoIn(timezone: string, value: Temporal.Instant | null | undefined): string | null {
  return value ? value.toString({ timeZone: timezone }) : null;
}

/** Fields that a row has and a client may send back, unread: it got them from us. */
export function ignored<K extends string>(...names: K[]): Record<K, z.ZodOptional<z.ZodUnknown>> {
  const field = z.unknown().optional().meta({ readOnly: true });
  return Object.fromEntries(names.map(name => [name, field])) as Record<K, typeof field>;
}
