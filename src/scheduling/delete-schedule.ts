import { audit } from './audit.ts';
import { stop } from './cancel-schedule.ts';
import { lockSchedule } from './lock-schedule.ts';
import { recipientsOf } from './recipients.ts';
import { scheduleSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Cancels a schedule and hides it: from now on it is not found; its logs stay.
 *
 * @throws UserError `schedule_not_found`, `version_conflict`
 */
export async function deleteSchedule(
  work: Work,
  id: number,
  options: { expectedVersion?: number } = {},
): Promise<void> {
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  const recipients = await recipientsOf(work.em, schedule);
  const before = scheduleSnapshot(schedule, recipients);
  markEdited(schedule, work.now);
  await stop(work, schedule);
  schedule.deletedAt = work.now;
  await audit(work, { action: 'schedule.delete', entityType: 'schedule', entityId: id, before, after: null });
}
