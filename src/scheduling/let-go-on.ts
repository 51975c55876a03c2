import type { FilterQuery } from '@mikro-orm/core';
import { Delivery } from '../db/entities/index.ts';
import { DAILY_CAP } from './cap-wait.ts';
import type { Work } from './work.ts';

/**
 * Queues messages of a run again that a person had stopped: they leave as soon as they can. What waited for a later hour
 * when it was stopped has that hour still, and what waited for another day's cap says so again.
 *
 * @param stopped which ones; with their status, which this changes
 * @returns how many
 */
export async function letGoOn(work: Work, stopped: FilterQuery<Delivery>): Promise<number> {
  const { em, now } = work;
  const queued = { status: 'queued' as const, reason: null, updatedAt: now };
  const isLater = { nextAttemptAt: { $gt: now } };
  const isCapped = { ...isLater, cappedAt: { $ne: null } };
  const capped = await em.nativeUpdate(Delivery, { $and: [stopped, isCapped] }, { ...queued, reason: DAILY_CAP });
  const others = await em.nativeUpdate(Delivery, { $and: [stopped, isLater] }, queued);
  const atOnce = await em.nativeUpdate(Delivery, stopped, { ...queued, nextAttemptAt: now });
  const count = capped + others + atOnce;
  if (count > 0) work.nudge('send');
  return count;
}
