import { type Delivery, DeliveryNote } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { changeRows, type SqlValue } from '../db/statements.ts';
import type { Work } from './work.ts';

/**
 * What can be noted about a message, and which details the sentence of it uses: `templates/replies/porque/<code>.hbs`,
 * one file for each. A message that simply leaves has no notes: its row says it all.
 */
export const NOTE_CODES = [
  'answered', // by, answer ("sim", "não"): a person decided about an uncertain one
  'asked', // of (names): who was asked to decide
  'asked_late', // of (name): who was asked whether a late one is still to be sent
  'attempt_failed', // reason, attempt: a send that did not work, and is not the last word
  'decided', // by, answer ("send", "leave"): a person decided about one that an outage or a silence had made late
  'found', // how ("event", "receipt", "search"): an uncertain one turned out to have left
  'interrupted', // the process died, or lost its claim, while the message was on the way
  'looked_for', // times: it was not in the gateway's store
  'recall_failed', // by, reason: it could not be deleted
  'recall_wanted', // by: it is to be deleted for everybody; `at` is when the gateway is asked
  'recalled', // by: the gateway deleted it
  'resent', // by (null: the schedule's own rule): an uncertain one is queued once more
  'search_failed', // reason: the gateway could not be asked
  'told', // of (names): who heard that it did not arrive
  'waited', // reason, until: what held it back
] as const;
/**
 * Where a recall stands. These are for `delivery/recaller.ts` alone, whose queue the notes of a recall are, and tell a
 * person nothing: a deletion that is being asked for or turned out to be unneeded, a report that is due or was given.
 */
export const RECALL_STATES = ['recalling', 'recall_unneeded', 'recall_open', 'recall_told'] as const;
export type NoteCode = (typeof NOTE_CODES)[number] | (typeof RECALL_STATES)[number];

/** Plain JSON. A `reason` is told in the words of `envios/motivo`. */
export type NoteDetails = Readonly<Record<string, unknown>>;

type Noted = Pick<Delivery, 'id'> & { evolutionConfig: { id: number } };

const INSERT_BATCH = 500;

/**
 * Notes a decision about a message that its row does not keep, in the transaction that decides it. For `/porque` and
 * `GET /api/logs/{id}/why/`; only a recall is also worked off by its notes. Not for what happens to every message: that would cost a row each.
 */
export function note({ em, now }: Work, delivery: Noted, code: NoteCode, details: NoteDetails | null = null): void {
  em.create(DeliveryNote, rowOf(now, delivery, code, details));
}

/** The same note about many messages, written at once. */
export async function noteAll(
  { em, now }: Work,
  deliveries: readonly Noted[],
  code: NoteCode,
  details: NoteDetails | null = null,
): Promise<void> {
  const rows = deliveries.map(delivery => rowOf(now, delivery, code, details));
  for (let from = 0; from < rows.length; from += INSERT_BATCH) {
    await em.insertMany(DeliveryNote, rows.slice(from, from + INSERT_BATCH));
  }
}

/**
 * The same note about every message that a condition picks, in one statement. Call it before the update that makes the
 * condition untrue, and with the ORM's own changes flushed.
 *
 * @param where a condition on `deliveries d`, with `?` for each value
 * @returns how many were noted
 */
export function noteWhere(
  { em, now }: Work,
  where: { sql: string; values: readonly SqlValue[] },
  code: NoteCode,
  details: NoteDetails | null = null,
): Promise<number> {
  const sql = `insert into delivery_notes (delivery_id, evolution_config_id, at, code, details)
    select d.id, d.evolution_config_id, ?, ?, ? from deliveries d where ${where.sql}`;
  return changeRows(em, sql, [toSqlInstant(now), code, details && JSON.stringify(details), ...where.values]);
}

function rowOf(at: Temporal.Instant, delivery: Noted, code: NoteCode, details: NoteDetails | null) {
  return { delivery: delivery.id, evolutionConfig: delivery.evolutionConfig.id, at, code, details };
}
