import { Schedule, ScheduleRecipient } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { UserError } from '../errors.ts';
import { isLive } from './queries/list-schedules.ts';
import type { Work } from './work.ts';

/** More would make no sentence. */
const MOST_NAMED = 20;

/** What a schedule may hold on to. */
export type Used = { template: number } | { group: number } | { contact: number } | { evolutionConfig: number };

/**
 * Refuses to delete what an active or paused schedule needs, naming the schedules.
 *
 * @throws UserError `in_use` (409)
 */
export async function refuseInUse(work: Work, used: Used): Promise<void> {
  const schedules = await schedulesUsing(work.em, used);
  if (schedules.length === 0) return;
  throw new UserError('in_use', { schedules: schedules.map(({ id, title }) => ({ id, title })) }, 409);
}

/** The active and paused schedules that need this, at most twenty, the oldest first. */
export async function schedulesUsing(em: Em, used: Used): Promise<Schedule[]> {
  const isRecipient = 'group' in used || 'contact' in used;
  const ids = isRecipient ? (await em.find(ScheduleRecipient, used)).map(row => row.schedule.id) : [];
  const where = isRecipient ? { id: { $in: ids } } : used;
  return em.find(Schedule, { ...where, ...isLive }, { orderBy: { id: 'asc' }, limit: MOST_NAMED });
}

/** Lets go of what ended schedules still point at; their logs keep the names. */
export async function forgetRecipient(work: Work, used: { group: number } | { contact: number }): Promise<void> {
  await work.em.nativeDelete(ScheduleRecipient, used);
}
