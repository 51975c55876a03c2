import type { EvolutionConfig } from '../db/entities/index.ts';
import { isOff, isPausedByItself } from '../scheduling/instance-off.ts';

export { isOff, isPausedByItself } from '../scheduling/instance-off.ts';

type Paused = Pick<EvolutionConfig, 'pausedAt' | 'resumeAt'>;

/** Off, or paused by itself: what waits is late by no will of ours. */
export function isAway(config: Paused & Pick<EvolutionConfig, 'state' | 'stateAt'>): boolean {
  return isOff(config) || isPausedByItself(config);
}

/** A pause that ended by itself, until one message has shown that sending works again. */
export function isHalfOpen({ pausedAt, resumeAt }: Paused, now: Temporal.Instant): boolean {
  return pausedAt != null && resumeAt != null && Temporal.Instant.compare(resumeAt, now) <= 0;
}

/** How many messages may be on the way at once: none in a pause, one while it is tried whether it can end. */
export function mostAtOnce(config: Paused & Pick<EvolutionConfig, 'concurrency'>, now: Temporal.Instant): number {
  if (!config.pausedAt) return config.concurrency;
  return isHalfOpen(config, now) ? 1 : 0;
}
