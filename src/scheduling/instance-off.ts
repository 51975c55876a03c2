import type { EvolutionConfig } from '../db/entities/index.ts';

/** An instance that cannot send now. One that was never asked about may try: the send itself will tell. */
export function isOff({ state, stateAt }: Pick<EvolutionConfig, 'state' | 'stateAt'>): boolean {
  return state === 'close' || state === 'connecting' || (state === 'unknown' && stateAt != null);
}

/** Paused by failures, until a message has shown that sending works again. A pause by a person has no end of its own. */
export function isPausedByItself({ pausedAt, resumeAt }: Pick<EvolutionConfig, 'pausedAt' | 'resumeAt'>): boolean {
  return pausedAt != null && resumeAt != null;
}
