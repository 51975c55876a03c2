import { LockMode } from '@mikro-orm/core';
import { Occurrence, Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { checkVersion } from './version.ts';
import type { Work } from './work.ts';

/**
 * A schedule, locked for a change. First its planned occurrences, then itself: firing locks in this order too, so that
 * a change and a firing of one schedule take turns.
 *
 * @throws UserError `schedule_not_found` (404), also for a deleted one unless it is asked for; `version_conflict` (412)
 */
export async function lockSchedule(
  work: Work,
  id: number,
  expectedVersion?: number,
  options: { evenDeleted?: boolean } = {},
): Promise<Schedule> {
  const { em } = work;
  await em.flush(); // reading it anew would forget what was changed so far
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  await em.find(Occurrence, { schedule: id, status: 'planned' }, { orderBy: { id: 'asc' }, ...lock });
  const schedule = await em.findOne(Schedule, options.evenDeleted ? { id } : { id, deletedAt: null }, lock);
  if (!schedule) throw new UserError('schedule_not_found', { id }, 404);
  await em.populate(schedule, ['template', 'evolutionConfig']);
  checkVersion(schedule, expectedVersion);
  return schedule;
}
