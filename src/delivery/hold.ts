import { type RawQueryFragment, raw } from '@mikro-orm/core';
import { Delivery } from '../db/entities/index.ts';
import { SILENCE } from '../scheduling/held-by-silence.ts';
import { currentSilence } from '../scheduling/queries/list-silences.ts';
import type { Work } from '../scheduling/work.ts';

/**
 * Holds what an instance would send now, when there is a silence: each message comes up again at the end of it, or when
 * its time is up if that is sooner, and then it has failed. Call it under the instance's row lock.
 *
 * @returns whether there is a silence
 */
export async function holdForSilence({ em }: Work, configId: number, now: Temporal.Instant): Promise<boolean> {
  const silence = await currentSilence(em, now);
  if (!silence) return false;
  const { until } = silence;
  const due = {
    evolutionConfig: configId,
    status: { $in: ['queued', 'waiting_connection'] as const },
    nextAttemptAt: { $lte: now },
  };
  const held = { reason: SILENCE, updatedAt: now };
  await em.nativeUpdate(Delivery, { ...due, giveUpAt: { $lte: now } }, { ...held, status: 'failed' });
  if (until) await em.nativeUpdate(Delivery, { ...due, giveUpAt: { $gt: until } }, { ...held, nextAttemptAt: until });
  const whenGivenUp: RawQueryFragment<string> = raw('give_up_at');
  await em.nativeUpdate(Delivery, due, { ...held, nextAttemptAt: whenGivenUp });
  return true;
}
