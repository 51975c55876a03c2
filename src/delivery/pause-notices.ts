import type { EvolutionConfig } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { countWaiting, toMinute } from './outage-notices.ts';
import { owners, queueNotice, voiceOf } from './voices.ts';

/** Tells the owners that an instance stopped sending by itself, why, and when it is tried again. */
export async function tellPaused(work: Work, deps: Pick<DeliveryDeps, 'say'>, config: EvolutionConfig): Promise<void> {
  const { em, now, timezone } = work;
  const { name, failuresInRow: count, failingCode: reason } = config;
  const resumeAt = config.resumeAt && toMinute(config.resumeAt, 'ceil');
  const waiting = await countWaiting(em, config.id, now);
  const text = deps.say('avisos/pausa', { name, count, reason, resumeAt, waiting, timezone, now });
  // What fails here may well be the gateway: better to say it by another number.
  const voice = (await voiceOf(em, { otherThan: config.id })) ?? config;
  await queueNotice(work, voice, await owners(em), text);
}

/** Tells them that it sends again. */
export async function tellResumed(work: Work, deps: Pick<DeliveryDeps, 'say'>, config: EvolutionConfig): Promise<void> {
  const { em, now, timezone } = work;
  const waiting = await countWaiting(em, config.id, now);
  const text = deps.say('avisos/pausa_fim', {
    name: config.name,
    since: config.pausedAt && toMinute(config.pausedAt),
    waiting,
    timezone,
    now,
  });
  await queueNotice(work, config, await owners(em), text);
}

/** Tells the owners that WhatsApp lets a number begin no conversations. */
export async function tellRestricted(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  count: number,
): Promise<void> {
  const { em, now, timezone } = work;
  const text = deps.say('avisos/restrito', {
    name: config.name,
    count,
    retryAt: config.restrictedUntil,
    timezone,
    now,
  });
  const voice = (await voiceOf(em, { otherThan: config.id })) ?? config; // the owners are people it knows
  await queueNotice(work, voice, await owners(em), text);
}

/** Tells them that it may again. @param waiting messages that it held */
export async function tellUnrestricted(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  waiting: number,
): Promise<void> {
  const text = deps.say('avisos/restrito_fim', { name: config.name, waiting });
  await queueNotice(work, config, await owners(work.em), text);
}

/** Tells them that a list may be full of wrong numbers. */
export async function tellWrongNumbers(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
): Promise<void> {
  const { name, failuresInRow: count } = config;
  await queueNotice(work, config, await owners(work.em), deps.say('avisos/numeros_errados', { name, count }));
}
