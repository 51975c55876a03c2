import { FlushMode } from '@mikro-orm/core';
import { Occurrence, type Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { firstInstantAfter } from '../schedule/recurrence.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** Why an occurrence was taken out of the plan, where planning anew may bring it back. */
export const UNPLANNED = ['schedule_paused', 'schedule_edited', 'schedule_cancelled'] as const;
export type Unplanned = (typeof UNPLANNED)[number];

type Planning = Pick<Work, 'em' | 'now' | 'ring'>;

/**
 * Plans the schedule's next occurrence after an instant (exclusive), or finishes the schedule when its rule has ended
 * and nothing that was postponed is left to go out. An instant that a person skipped, or that has had its turn, is
 * passed over. Call it once per schedule and flush.
 *
 * @returns the occurrence that goes out next: the one of the plan, or an earlier one that still waits; null when the
 *   schedule is finished
 */
export async function planNext(
  work: Planning,
  schedule: Schedule,
  after: Temporal.Instant,
): Promise<Occurrence | null> {
  const timed = timedOf(schedule);
  const { rows, waiting } = await rowsAround(work, schedule, after);
  for (let instant = firstInstantAfter(timed, after); instant; instant = firstInstantAfter(timed, instant)) {
    const occurrence = plan(work, schedule, instant, rows);
    if (occurrence) return awaitFirst(work, schedule, [...waiting, occurrence]);
  }
  if (waiting.length > 0) return awaitFirst(work, schedule, waiting);
  Object.assign(schedule, { status: 'finished', nextRunAt: null, updatedAt: work.now });
  return null;
}

/**
 * What the plan has to heed: the rows behind an instant, and what is planned already, wherever. Two queries, so that
 * each has an index of its own (MySQL would read the whole past of the schedule for the two in one).
 */
async function rowsAround({ em }: Planning, { id: schedule }: Schedule, after: Temporal.Instant) {
  // COMMIT: a firing batch plans fifty schedules, and must not flush before each of these look-ups.
  const options = { flushMode: FlushMode.COMMIT };
  const rows = await em.find(Occurrence, { schedule, plannedAt: { $gt: after } }, options);
  const planned = await em.find(Occurrence, { schedule, status: 'planned' }, options);
  // What this very transaction has fired or skipped is planned in the database only.
  return { rows, waiting: [...new Set([...rows, ...planned])].filter(isPlanned) };
}

const isPlanned = ({ status }: Occurrence) => status === 'planned';

/** The planned occurrence of an instant: found, brought back or new; null when it has had its turn or was moved. */
function plan(
  work: Pick<Work, 'em'>,
  schedule: Schedule,
  plannedAt: Temporal.Instant,
  rows: readonly Occurrence[],
): Occurrence | null {
  const found = rows.find(row => row.plannedAt.equals(plannedAt));
  if (!found) return work.em.create(Occurrence, { schedule, plannedAt, dueAt: plannedAt });
  // What was postponed goes out by itself, maybe behind the next one: it is not the next one.
  if (isPlanned(found)) return isPostponed(found) ? null : found;
  const canReturn = found.status === 'cancelled' && UNPLANNED.some(reason => reason === found.reason);
  if (!canReturn) return null;
  Object.assign(found, { status: 'planned', reason: null, dueAt: plannedAt, finishedAt: null });
  return found;
}

/** Rings for all that is planned, and notes the first of it. @param planned at least one */
function awaitFirst(work: Planning, schedule: Schedule, planned: readonly Occurrence[]): Occurrence {
  for (const { dueAt } of planned) work.ring(dueAt);
  const first = planned.reduce((one, other) => (Temporal.Instant.compare(other.dueAt, one.dueAt) < 0 ? other : one));
  schedule.nextRunAt = first.dueAt;
  return first;
}

/** The planned occurrence of a locked schedule that goes out next. @throws UserError `nothing_planned` (409) */
export async function nextPlanned(work: Pick<Work, 'em'>, schedule: Schedule): Promise<Occurrence> {
  const { id, status } = schedule;
  const [next] = await work.em.find(
    Occurrence,
    { schedule: id, status: 'planned' },
    { orderBy: { dueAt: 'asc', id: 'asc' }, limit: 1 },
  );
  if (!next) throw new UserError('nothing_planned', { id, status }, 409);
  return next;
}

/**
 * Puts back what a person had postponed, where its new hour is still to come.
 *
 * @param taken why it was taken out of the plan, or when
 */
export async function replanPostponed(
  work: Pick<Work, 'em' | 'now'>,
  schedule: Schedule,
  taken: { reason: Unplanned } | { finishedAt: Temporal.Instant },
): Promise<void> {
  const unplanned = await work.em.find(Occurrence, {
    ...{ schedule: schedule.id, status: 'cancelled', ...taken },
    dueAt: { $gt: work.now },
  });
  for (const occurrence of unplanned.filter(isPostponed)) {
    Object.assign(occurrence, { status: 'planned', reason: null, finishedAt: null });
  }
  await work.em.flush();
}

/** Whether a person moved it away from the instant of the rule. */
export function isPostponed({ plannedAt, dueAt }: Pick<Occurrence, 'plannedAt' | 'dueAt'>): boolean {
  return !dueAt.equals(plannedAt);
}

/** Takes what is planned out of the plan, in the database and in what is loaded. */
export async function unplan(work: Pick<Work, 'em' | 'now'>, schedule: Schedule, reason: Unplanned): Promise<void> {
  await work.em.flush();
  const planned = await work.em.find(Occurrence, { schedule: schedule.id, status: 'planned' });
  for (const occurrence of planned) Object.assign(occurrence, { status: 'cancelled', reason, finishedAt: work.now });
  schedule.nextRunAt = null;
  await work.em.flush();
}

/** What a pause took out of the plan does not come back by itself any more: the rule has changed meanwhile. */
export async function forgetPlan(work: Pick<Work, 'em'>, schedule: Schedule): Promise<void> {
  const paused = { schedule: schedule.id, status: 'cancelled' as const, reason: 'schedule_paused' satisfies Unplanned };
  await work.em.nativeUpdate(Occurrence, paused, { reason: 'schedule_edited' satisfies Unplanned });
}
