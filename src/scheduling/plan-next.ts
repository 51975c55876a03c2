import { FlushMode } from '@mikro-orm/core';
import { Occurrence, type Schedule } from '../db/entities/index.ts';
import { firstInstantAfter } from '../schedule/recurrence.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** Why an occurrence was taken out of the plan, where planning anew may bring it back. */
export const UNPLANNED = ['schedule_paused', 'schedule_edited', 'schedule_cancelled'] as const;
export type Unplanned = (typeof UNPLANNED)[number];

/**
 * Plans the schedule's next occurrence after an instant (exclusive), or finishes the schedule when its rule has ended.
 * An instant that a person skipped, or that has had its turn, is passed over. Call it once per schedule and flush.
 *
 * @returns the occurrence, already planned before or new; null when the schedule is finished
 */
export async function planNext(
  work: Pick<Work, 'em' | 'now' | 'ring'>,
  schedule: Schedule,
  after: Temporal.Instant,
): Promise<Occurrence | null> {
  const timed = timedOf(schedule);
  for (let instant = firstInstantAfter(timed, after); instant; instant = firstInstantAfter(timed, instant)) {
    const occurrence = await plan(work, schedule, instant);
    if (!occurrence) continue;
    schedule.nextRunAt = occurrence.dueAt;
    work.ring(occurrence.dueAt);
    return occurrence;
  }
  Object.assign(schedule, { status: 'finished', nextRunAt: null, updatedAt: work.now });
  return null;
}

/** The planned occurrence of an instant: found, brought back or new; null when the instant has had its turn. */
async function plan(
  work: Pick<Work, 'em'>,
  schedule: Schedule,
  plannedAt: Temporal.Instant,
): Promise<Occurrence | null> {
  // COMMIT: a firing batch plans fifty schedules, and must not flush before each of these look-ups.
  const found = await work.em.findOne(
    Occurrence,
    { schedule: schedule.id, plannedAt },
    { flushMode: FlushMode.COMMIT },
  );
  if (!found) return work.em.create(Occurrence, { schedule, plannedAt, dueAt: plannedAt });
  if (found.status === 'planned') return found;
  const canReturn = found.status === 'cancelled' && UNPLANNED.some(reason => reason === found.reason);
  if (!canReturn) return null;
  Object.assign(found, { status: 'planned', reason: null, dueAt: plannedAt, finishedAt: null });
  return found;
}

/** Takes what is planned out of the plan, in the database and in what is loaded. */
export async function unplan(work: Pick<Work, 'em' | 'now'>, schedule: Schedule, reason: Unplanned): Promise<void> {
  await work.em.flush();
  const planned = await work.em.find(Occurrence, { schedule: schedule.id, status: 'planned' });
  for (const occurrence of planned) Object.assign(occurrence, { status: 'cancelled', reason, finishedAt: work.now });
  schedule.nextRunAt = null;
  await work.em.flush();
}
