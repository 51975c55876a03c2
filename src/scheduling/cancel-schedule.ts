import { Delivery, type Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockSchedule } from './lock-schedule.ts';
import { unplan } from './plan-next.ts';
import { recipientsOf } from './recipients.ts';
import { isUnderWay } from './run-under-way.ts';
import { scheduleSnapshot } from './snapshots.ts';
import { STOPPABLE } from './stoppable.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Ends a schedule for good: nothing more is planned, and what is queued of a run that has begun is not sent. The last
 * run of a finished schedule can be stopped like any other.
 *
 * @throws UserError `schedule_not_found`, `schedule_ended`, `version_conflict`
 */
export async function cancelSchedule(
  work: Work,
  id: number,
  options: { expectedVersion?: number } = {},
): Promise<Schedule> {
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  if (schedule.status === 'cancelled' || (schedule.status === 'finished' && !(await isUnderWay(work.em, id)))) {
    throw new UserError('schedule_ended', { id, status: schedule.status }, 409);
  }
  const recipients = await recipientsOf(work.em, schedule);
  const before = scheduleSnapshot(schedule, recipients);
  markEdited(schedule, work.now);
  await stop(work, schedule);
  await audit(work, {
    action: 'schedule.cancel',
    entityType: 'schedule',
    entityId: id,
    before,
    after: scheduleSnapshot(schedule, recipients),
  });
  return schedule;
}

/** Cancels what is planned and what is queued. The occurrences come first: firing one ends before its messages are looked at. */
export async function stop(work: Work, schedule: Schedule): Promise<void> {
  await unplan(work, schedule, 'schedule_cancelled');
  await work.em.nativeUpdate(
    Delivery,
    { schedule: schedule.id, status: { $in: [...STOPPABLE] } },
    { status: 'cancelled', reason: 'schedule_cancelled', updatedAt: work.now },
  );
  Object.assign(schedule, { status: 'cancelled', resumeAt: null });
}
