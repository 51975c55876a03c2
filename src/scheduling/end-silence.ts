import { LockMode } from '@mikro-orm/core';
import { Silence } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockInstances, releaseHeld } from './held-by-silence.ts';
import { silenceImage } from './start-silence.ts';
import type { Work } from './work.ts';

/**
 * Ends a silence before its time: what it held, and still may be sent, goes out now.
 *
 * @throws UserError `silence_not_found` (404), `silence_over` (409)
 */
export async function endSilence(work: Work, id: number): Promise<Silence> {
  const { em, now } = work;
  await lockInstances(work);
  const silence = await em.findOne(Silence, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!silence) throw new UserError('silence_not_found', { id }, 404);
  const isOver = silence.endedAt || (silence.until && Temporal.Instant.compare(silence.until, now) <= 0);
  if (isOver) throw new UserError('silence_over', { id }, 409);
  const before = silenceImage(silence);
  silence.endedAt = now;
  await releaseHeld(work);
  await audit(work, { action: 'silence.end', entityType: 'silence', entityId: id, before, after: null });
  return silence;
}
