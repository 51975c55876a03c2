import { Occurrence, type Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockSchedule } from './lock-schedule.ts';
import { planNext, replanPostponed, type Unplanned } from './plan-next.ts';
import { recipientsOf } from './recipients.ts';
import { releaseRun } from './run-under-way.ts';
import { scheduleSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Takes a paused schedule up again, from now on: what is left of a run that had begun goes out, and what passed while it
 * was paused stays unsent, but for a send that was postponed to an hour still to come. A one-off whose time has passed is
 * finished with the reason `missed_while_paused`.
 *
 * @throws UserError `schedule_not_found`, `schedule_not_paused`, `version_conflict`
 */
export async function resumeSchedule(
  work: Work,
  id: number,
  options: { expectedVersion?: number } = {},
): Promise<Schedule> {
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  if (schedule.status !== 'paused') throw new UserError('schedule_not_paused', { id, status: schedule.status }, 409);
  await takeUp(work, schedule, work.now);
  return schedule;
}

/** Takes a paused schedule up that is locked. @param after what its next occurrence comes after */
export async function takeUp(work: Work, schedule: Schedule, after: Temporal.Instant): Promise<void> {
  const recipients = await recipientsOf(work.em, schedule);
  const before = scheduleSnapshot(schedule, recipients);
  const pausedAt = schedule.pausedAt ?? null;
  markEdited(schedule, work.now);
  Object.assign(schedule, { status: 'active', pausedAt: null, pauseReason: null, resumeAt: null, failedRuns: 0 });
  await replanPostponed(work, schedule, { reason: 'schedule_paused' });
  const released = await releaseRun(work, schedule.id);
  const next = await planNext(work, schedule, after);
  const isMissed = !next && (released === 0 || (await wasPlanned(work, schedule, pausedAt)));
  if (isMissed) schedule.pauseReason = 'missed_while_paused';
  await audit(work, {
    action: 'schedule.resume',
    entityType: 'schedule',
    entityId: schedule.id,
    before,
    after: scheduleSnapshot(schedule, recipients),
  });
}

/** Whether that pause took something out of the plan: of a finished schedule it only held the last run. */
async function wasPlanned({ em }: Work, schedule: Schedule, pausedAt: Temporal.Instant | null): Promise<boolean> {
  const taken = { status: 'cancelled' as const, reason: 'schedule_paused' satisfies Unplanned, finishedAt: pausedAt };
  return (await em.count(Occurrence, { schedule: schedule.id, ...taken })) > 0;
}
