import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import type { Work } from './work.ts';

/**
 * Takes an instance for unrestricted again: what it held back is queued, each message in its old place.
 *
 * @param config locked
 * @returns how many there were
 */
export async function liftRestriction(work: Work, config: EvolutionConfig): Promise<number> {
  const { em, now } = work;
  Object.assign(config, { restrictedAt: null, restrictedUntil: null });
  if (config.state === 'restricted') config.state = 'open';
  await em.flush();
  const held = { evolutionConfig: config.id, status: 'held' as const, reason: 'restricted' };
  const released = await em.nativeUpdate(Delivery, held, { status: 'queued', reason: null, updatedAt: now });
  work.nudge('send');
  return released;
}
