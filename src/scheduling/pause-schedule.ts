import type { Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockSchedule } from './lock-schedule.ts';
import { unplan } from './plan-next.ts';
import { recipientsOf } from './recipients.ts';
import { holdRun, isUnderWay } from './run-under-way.ts';
import { scheduleSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/** What the column holds. */
const MAX_REASON_LENGTH = 500;

/**
 * Stops a schedule until it is resumed, by a person or, at an instant, by itself. Instants that pass meanwhile are never
 * sent; what is left of a run that has begun waits for the end of the pause. So can the last run of a finished schedule.
 *
 * @throws UserError `schedule_not_found`, `schedule_not_active`, `past_time` (the end), `text_too_long` (the reason),
 *   `version_conflict`
 */
export async function pauseSchedule(
  work: Work,
  id: number,
  options: { reason?: string | null; until?: Temporal.Instant | null; expectedVersion?: number } = {},
): Promise<Schedule> {
  const { reason = null, until = null } = options;
  if (until && Temporal.Instant.compare(until, work.now) <= 0) throw new UserError('past_time', { field: 'until' });
  if (reason && reason.length > MAX_REASON_LENGTH) {
    throw new UserError('text_too_long', { limit: MAX_REASON_LENGTH, length: reason.length, field: 'reason' });
  }
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  const { status } = schedule;
  const isLastRun = status === 'finished' && (await isUnderWay(work.em, id));
  if (status !== 'active' && !isLastRun) throw new UserError('schedule_not_active', { id, status }, 409);
  const recipients = await recipientsOf(work.em, schedule);
  const before = scheduleSnapshot(schedule, recipients);
  markEdited(schedule, work.now);
  await unplan(work, schedule, 'schedule_paused');
  await holdRun(work, id);
  Object.assign(schedule, { status: 'paused', pausedAt: work.now, pauseReason: reason, resumeAt: until });
  if (until) work.ring(until);
  await audit(work, {
    action: 'schedule.pause',
    entityType: 'schedule',
    entityId: id,
    before,
    after: scheduleSnapshot(schedule, recipients),
  });
  return schedule;
}
