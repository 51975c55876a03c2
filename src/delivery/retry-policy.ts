import type { SendError } from '../errors.ts';
import { classOf } from './failure-class.ts';

/** What becomes of a delivery whose send failed. */
export type Verdict =
  | { status: 'failed' | 'uncertain' }
  /** The instance is off: wait, without using up an attempt, until it is known to be on again. */
  | { status: 'waiting_connection' }
  | { status: 'queued'; retryAt: Temporal.Instant };

interface Backoff {
  firstMs: number;
  maxMs: number;
  /** Sends begun, the first one included. Those made while an instance is tried out (breaker.ts) do not count. */
  attempts: number;
}

const MINUTE_MS = 60_000;
const BACKOFF: Readonly<Record<'transient' | 'rate_limited', Backoff>> = {
  transient: { firstMs: 10_000, maxMs: 10 * MINUTE_MS, attempts: 12 },
  rate_limited: { firstMs: MINUTE_MS, maxMs: 30 * MINUTE_MS, attempts: 6 },
};
const SHORTEST_MS = 1_000;

/**
 * Decides by what is known: an unknown outcome is never sent again blindly, a refusal stays refused, an instance that is
 * off is waited for, and the rest is tried again with exponential backoff and full jitter until the delivery's time or
 * its budget is up. A retry goes behind whatever came due before its new time.
 *
 * @param attempts sends begun so far, this one included
 * @param giveUpAt after it the delivery has failed
 * @param random in [0, 1)
 */
export function judge(
  error: SendError,
  context: { attempts: number; now: Temporal.Instant; giveUpAt: Temporal.Instant; random: number },
): Verdict {
  const kind = classOf(error);
  if (kind === 'unknown') return { status: 'uncertain' };
  if (kind === 'permanent') return { status: 'failed' };
  const { attempts, now, giveUpAt, random } = context;
  if (kind === 'instance_off') {
    return { status: Temporal.Instant.compare(now, giveUpAt) < 0 ? 'waiting_connection' : 'failed' };
  }
  const backoff = BACKOFF[kind];
  if (attempts >= backoff.attempts) return { status: 'failed' };
  const ceilingMs = Math.min(backoff.firstMs * 2 ** Math.max(0, attempts - 1), backoff.maxMs);
  const retryAt = now.add({ milliseconds: Math.max(SHORTEST_MS, Math.round(ceilingMs * random)) });
  return Temporal.Instant.compare(retryAt, giveUpAt) < 0 ? { status: 'queued', retryAt } : { status: 'failed' };
}
