import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice, voiceOf } from './voices.ts';

/** A shorter outage is nobody's business: phones lose their connection all day. */
const TOLD_AFTER_MINUTES = 2;
/** When nothing waits for it. */
const TOLD_IDLE_AFTER_MINUTES = 10;

/**
 * Tells the owners, once, that an instance has been off for a while, through another one that is open. Where there is
 * none the API and the panel show it, and the owners hear of it when it is back.
 *
 * @param config locked, and off
 */
export async function tellOutage(work: Work, deps: Pick<DeliveryDeps, 'say'>, config: EvolutionConfig): Promise<void> {
  const { em, now, timezone } = work;
  const offSince = config.stateAt;
  if (config.troubleToldAt || !offSince) return;
  const waiting = await countWaiting(em, config.id, now);
  if (!mattered(offSince, now, waiting)) return;
  const voice = await voiceOf(em, { otherThan: config.id });
  if (!voice) return;
  const text = deps.say('avisos/sem_conexao', {
    ...{ name: config.name, state: config.state, since: toMinute(offSince), waiting, timezone, now },
  });
  await queueNotice(work, voice, await owners(em), text);
  config.troubleToldAt = now;
}

/**
 * Tells the owners that an instance is back, when they were told that it was off, or should have been.
 *
 * @param outage.isLate something of it is too late to simply leave: that is told, or asked about, by itself
 */
export async function tellReturn(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  { offSince, released, isLate }: { offSince: Temporal.Instant; released: number; isLate: boolean },
): Promise<void> {
  const { em, now, timezone } = work;
  if (!config.troubleToldAt && !mattered(offSince, now, released)) return;
  const facts = {
    name: config.name,
    since: toMinute(offSince),
    until: toMinute(now),
    waiting: released,
    isLate,
    timezone,
    now,
  };
  await queueNotice(work, config, await owners(em), deps.say('avisos/conexao_voltou', facts));
}

/** Messages whose time has come and that wait for this instance. */
export function countWaiting(em: Work['em'], configId: number, now: Temporal.Instant): Promise<number> {
  const isDue = { evolutionConfig: configId, nextAttemptAt: { $lte: now } };
  return em.count(Delivery, { ...isDue, status: { $in: ['queued', 'waiting_connection'] } });
}

/** Nobody cares about the seconds. */
export function toMinute(instant: Temporal.Instant, roundingMode: 'floor' | 'ceil' = 'floor'): Temporal.Instant {
  return instant.round({ smallestUnit: 'minute', roundingMode });
}

function mattered(offSince: Temporal.Instant, now: Temporal.Instant, waiting: number): boolean {
  const minutes = now.since(offSince).total('minutes');
  return minutes >= (waiting > 0 ? TOLD_AFTER_MINUTES : TOLD_IDLE_AFTER_MINUTES);
}
