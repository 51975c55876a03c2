import { Occurrence, type Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockSchedule } from './lock-schedule.ts';
import type { Work } from './work.ts';

/** Why an occurrence is there that the rule does not have. */
export const RUN_NOW = 'run_now';

/**
 * Sends a schedule's message now, once more than its rule says; what is planned stays as it is.
 *
 * @throws UserError `schedule_not_found`, `schedule_not_active` (409), `version_conflict`
 */
export async function runNow(work: Work, id: number, options: { expectedVersion?: number } = {}): Promise<Schedule> {
  const { em, now } = work;
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  const { status } = schedule;
  if (status !== 'active') throw new UserError('schedule_not_active', { id, status }, 409);
  const occurrence = em.create(Occurrence, { schedule, plannedAt: now, dueAt: now, reason: RUN_NOW });
  await em.flush();
  const after = { occurrence: occurrence.id, plannedAt: now.toString() };
  await audit(work, { action: 'schedule.run', entityType: 'schedule', entityId: id, before: null, after });
  work.ring(now);
  return schedule;
}
