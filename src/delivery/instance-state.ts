import type { EvolutionConfig } from '../db/entities/index.ts';

/** An instance that cannot send now. One that was never asked about may try: the send itself will tell. */
export function isOff({ state, stateAt }: Pick<EvolutionConfig, 'state' | 'stateAt'>): boolean {
  return state === 'close' || state === 'connecting' || (state === 'unknown' && stateAt != null);
}

type Paused = Pick<EvolutionConfig, 'pausedAt' | 'resumeAt'>;

/** A pause that ended by itself, until one message has shown that sending works again. */
export function isHalfOpen({ pausedAt, resumeAt }: Paused, now: Temporal.Instant): boolean {
  return pausedAt != null && resumeAt != null && Temporal.Instant.compare(resumeAt, now) <= 0;
}

/** How many messages may be on the way at once: none in a pause, one while it is tried whether it can end. */
export function mostAtOnce(config: Paused & Pick<EvolutionConfig, 'concurrency'>, now: Temporal.Instant): number {
  if (!config.pausedAt) return config.concurrency;
  return isHalfOpen(config, now) ? 1 : 0;
}
