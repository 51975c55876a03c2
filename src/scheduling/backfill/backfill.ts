import { type Group, Occurrence, type Schedule } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { audit } from '../audit.ts';
import { checkMessageInput } from '../check-message.ts';
import { editedInput } from '../edit-schedule.ts';
import { expandRecipients } from '../expand-recipients.ts';
import { foresee } from '../foresee.ts';
import { lockSchedule } from '../lock-schedule.ts';
import { aboutMessage, type MessagePreview, tooSlow } from '../preview-message.ts';
import { type RecipientInput, recipientsOf } from '../recipients.ts';
import { startRun } from '../start-run.ts';
import type { Work } from '../work.ts';
import { countedInstants, takeOut } from './counted-instants.ts';
import { findGaps, type Gap, type Period } from './find-gaps.ts';

/** Why an occurrence went out long after its instant: a person asked for it. */
export const BACKFILLED = 'backfilled';
/** A month of a daily send. More at once is a mistake more often than a wish. */
const MAX_INSTANTS = 31;
/** A day's work of an instance many times over; one instant alone may be to any number of chats. */
const MAX_MESSAGES = 5_000;

/** What making up for a period would send. Nothing is saved. */
export interface BackfillPreview extends MessagePreview {
  schedule: Schedule;
  /** Those that would go out, in order; the dates in a text are those of its instant. */
  instants: Temporal.Instant[];
  messages: number;
  /** How many of the period a person had skipped: they stay out. */
  leftOut: number;
}

/**
 * Tells what of a period a schedule has not sent and could still send.
 *
 * @throws UserError `schedule_not_found`, `backfill_not_active` (409) for a paused or cancelled one, `nothing_to_backfill`
 *   (409), `too_many_instants` {count, limit}, `too_many_messages` {count, limit}, and those of checkMessageInput
 */
export async function previewBackfill(work: Work, id: number, period: Period): Promise<BackfillPreview> {
  const { schedule, gaps, leftOut } = await gapsOf(work, id, period);
  const instants = gaps.map(({ plannedAt }) => plannedAt);
  const { timezone } = schedule;
  const input = editedInput(schedule, await recipientsOf(work.em, schedule), {});
  const checked = await checkMessageInput(work, input, { at: instants[0]!, timezone });
  const run = { sendWithinMinutes: schedule.sendWithinMinutes, hours: schedule };
  const about = await aboutMessage(work, checked, { at: instants[0]!, timezone }, [work.now], run);
  const to = { recipients: input.recipients, groups: checked.groups, chats: about.chats };
  const messages = await countMessages(work, to, instants, timezone);
  if (instants.length > 1 && messages > MAX_MESSAGES) {
    throw new UserError('too_many_messages', { count: messages, limit: MAX_MESSAGES });
  }
  const foreseen = await foresee(work, checked.instance, { ...run, messages, start: work.now });
  const warnings = [...about.warnings, ...tooSlow(foreseen, timezone)];
  return { ...about, warnings, schedule, instants, messages, leftOut, foreseen, throughAt: foreseen.throughAt };
}

/**
 * Sends now what a schedule did not send, the oldest first: each instant once, with the text of its own date, to whom the
 * schedule is for today. Its plan is not touched.
 *
 * @param instants in order, as previewBackfill gave them: what a person has seen. Those that went out since are left out
 * @returns the occurrences that were started
 * @throws UserError `schedule_not_found`, `backfill_not_active` (409), `nothing_to_backfill` (409)
 */
export async function backfill(
  work: Work,
  id: number,
  instants: readonly Temporal.Instant[],
): Promise<{ schedule: Schedule; occurrences: Occurrence[] }> {
  const { em, now } = work;
  const [from, last] = [instants[0], instants.at(-1)];
  if (!from || !last) throw new UserError('nothing_to_backfill', { id, leftOut: 0 }, 409);
  const { schedule, gaps } = await gapsOf(work, id, { from, to: last.add({ milliseconds: 1 }) }, instants);
  const occurrences = await rowsFor(work, schedule, gaps);
  for (const occurrence of occurrences) {
    Object.assign(occurrence, { reason: BACKFILLED, dueAt: now, late: false, finishedAt: null });
    await startRun(work, occurrence);
  }
  schedule.lastRunAt = now;
  await audit(work, {
    ...{ action: 'schedule.backfill', entityType: 'schedule', entityId: id, before: null },
    after: {
      occurrences: occurrences.map(occurrence => occurrence.id),
      instants: occurrences.map(({ plannedAt }) => plannedAt.toString()),
    },
  });
  await em.flush();
  work.nudge('send');
  return { schedule, occurrences };
}

async function gapsOf(work: Work, id: number, period: Period, only?: readonly Temporal.Instant[]) {
  if (Temporal.Instant.compare(period.from, period.to) >= 0) throw new UserError('empty_period', { field: 'to' });
  const schedule = await lockSchedule(work, id);
  const { status } = schedule;
  if (status === 'paused' || status === 'cancelled') throw new UserError('backfill_not_active', { id, status }, 409);
  const { gaps: all, leftOut } = await findGaps(work, schedule, period);
  const gaps = only ? all.filter(gap => only.some(instant => instant.equals(gap.plannedAt))) : all;
  if (gaps.length === 0) throw new UserError('nothing_to_backfill', { id, leftOut }, 409);
  if (gaps.length > MAX_INSTANTS) {
    throw new UserError('too_many_instants', { id, count: gaps.length, limit: MAX_INSTANTS });
  }
  return { schedule, gaps, leftOut };
}

/** An occurrence of its own for each gap, in order. */
async function rowsFor({ em }: Work, schedule: Schedule, gaps: readonly Gap[]): Promise<Occurrence[]> {
  const byRow = Map.groupBy(gaps, ({ row }) => row);
  const rows: Occurrence[] = [];
  for (const [row, of] of byRow) {
    const instants = of.map(({ plannedAt }) => plannedAt);
    if (row) rows.push(...takeOut(em, row, await countedInstants(em, schedule, row), instants));
    else rows.push(...instants.map(plannedAt => em.create(Occurrence, { schedule, plannedAt, dueAt: plannedAt })));
  }
  return rows.toSorted((one, other) => Temporal.Instant.compare(one.plannedAt, other.plannedAt));
}

/** Whoever has a birthday depends on the day; all others are the same at each instant. */
async function countMessages(
  { em }: Work,
  { recipients, groups, chats }: { recipients: readonly RecipientInput[]; groups: readonly Group[]; chats: number },
  instants: readonly Temporal.Instant[],
  timezone: string,
): Promise<number> {
  if (groups.every(({ kind }) => kind !== 'dynamic')) return chats * instants.length;
  let messages = 0;
  for (const instant of instants) {
    const on = instant.toZonedDateTimeISO(timezone).toPlainDate();
    messages += (await expandRecipients(em, recipients, { on })).length;
  }
  return messages;
}
