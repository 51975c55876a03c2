import { LockMode } from '@mikro-orm/core';
import { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import type { Work } from './work.ts';

/** Why a message waits for the end of a silence, or was not sent before its time was up. */
export const SILENCE = 'silence';

/**
 * Lets those who are about to send finish, and keeps others from beginning until this transaction ends. Messages are
 * claimed under their instance's row lock: whoever holds all of them knows that none is held, or sent, by a silence
 * that is no longer so.
 */
export function lockInstances({ em }: Work): Promise<EvolutionConfig[]> {
  return em.find(EvolutionConfig, {}, { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** Makes due what a silence held. The reason stays: it is true of what is late, or given up, because of it. */
export async function releaseHeld(work: Work): Promise<void> {
  await work.em.nativeUpdate(
    Delivery,
    { status: { $in: ['queued', 'waiting_connection'] }, reason: SILENCE },
    { nextAttemptAt: work.now, updatedAt: work.now },
  );
  work.nudge('send');
}
