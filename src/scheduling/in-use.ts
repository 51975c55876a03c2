import { Schedule, ScheduleRecipient } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { isLive } from './queries/list-schedules.ts';
import type { Work } from './work.ts';

/** What a schedule may hold on to. */
export type Used = { template: number } | { group: number } | { contact: number } | { evolutionConfig: number };

/**
 * Refuses to delete what an active or paused schedule needs, naming the schedules.
 *
 * @throws UserError `in_use` (409)
 */
export async function refuseInUse(work: Work, used: Used): Promise<void> {
  const { em } = work;
  const isRecipient = 'group' in used || 'contact' in used;
  const ids = isRecipient ? (await em.find(ScheduleRecipient, used)).map(row => row.schedule.id) : [];
  const where = isRecipient ? { id: { $in: ids } } : used;
  const schedules = await em.find(Schedule, { ...where, ...isLive }, { orderBy: { id: 'asc' }, limit: 20 });
  if (schedules.length === 0) return;
  throw new UserError('in_use', { schedules: schedules.map(({ id, title }) => ({ id, title })) }, 409);
}

/** Lets go of what ended schedules still point at; their logs keep the names. */
export async function forgetRecipient(work: Work, used: { group: number } | { contact: number }): Promise<void> {
  await work.em.nativeDelete(ScheduleRecipient, used);
}
