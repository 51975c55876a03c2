const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;

/** What is assumed of a failure that the channel did not classify. */
export const UNKNOWN = { retryable: true, outcome: 'unknown' } as const;

/**
 * How long a reply waits for its next attempt, in milliseconds: 1 s doubling to 30 s. No longer, because somebody is
 * waiting for it on the phone.
 *
 * @param attempts those made so far
 */
export function retryAfterMs(attempts: number): number {
  return Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.max(0, attempts - 1));
}
