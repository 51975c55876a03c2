import { LockMode } from '@mikro-orm/core';
import { type Delivery, Silence } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { lockInstances, releaseHeld } from './held-by-silence.ts';
import { isOff } from './instance-off.ts';
import { askWhoDecides, holdLate } from './late/hold-late.ts';
import { silenceImage } from './start-silence.ts';
import type { Work } from './work.ts';

/**
 * Ends a silence before its time: what it held, and still may be sent, goes out now, unless it has become older than its
 * own `catch_up_minutes`: that is held until a person says what is to become of it.
 *
 * @param options.asks false where the caller asks; otherwise those who made them are asked
 * @returns the silence, and a delivery of each run or `/enviar` of which something is held
 * @throws UserError `silence_not_found` (404), `silence_over` (409)
 */
export async function endSilence(
  work: Work,
  id: number,
  options: { asks: boolean } = { asks: true },
): Promise<{ silence: Silence; late: Delivery[] }> {
  const { em, now } = work;
  const configs = await lockInstances(work);
  const silence = await em.findOne(Silence, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!silence) throw new UserError('silence_not_found', { id }, 404);
  const isOver = silence.endedAt || (silence.until && Temporal.Instant.compare(silence.until, now) <= 0);
  if (isOver) throw new UserError('silence_over', { id }, 409);
  const before = silenceImage(silence);
  silence.endedAt = now;
  await em.flush();
  await releaseHeld(work);
  const late: Delivery[] = [];
  // Where nothing can leave yet, it is looked at when it can.
  for (const config of configs.filter(one => !isOff(one) && !one.pausedAt))
    late.push(...(await holdLate(work, config)));
  if (options.asks) await askWhoDecides(work, late);
  await audit(work, { action: 'silence.end', entityType: 'silence', entityId: id, before, after: null });
  return { silence, late };
}
