import type { SendError } from '../errors.ts';
import { INSTANCE_FAULTS } from '../whatsapp/evolution-errors.ts';

/** What becomes of a delivery whose send failed. */
export type Verdict =
  | { status: 'failed' | 'uncertain' }
  /** The instance is off: wait without using up an attempt. */
  | { status: 'waiting_connection'; retryAt: Temporal.Instant }
  | { status: 'queued'; retryAt: Temporal.Instant };

const FIRST_BACKOFF_MS = 10_000;
const MAX_BACKOFF_MS = 10 * 60_000;
/** How long a delivery of a closed instance waits before it is tried as a probe; an `open` event frees it at once. */
const PROBE_MS = 30_000;

/** True when the failure is about the instance and not about this message: a wrong key must not fail a whole run. */
export function saysInstanceIsOff(error: SendError): boolean {
  return error.outcome !== 'unknown' && (INSTANCE_FAULTS.has(error.code) || error.code === 'gateway_unreachable');
}

/**
 * Decides by what is known: an unknown outcome is never sent again blindly, a refusal stays refused, and the rest is
 * tried again with exponential backoff and full jitter (10 s doubling to 10 min) until the delivery's time is up.
 *
 * @param attempts sends begun so far, this one included
 * @param giveUpAt after it the delivery has failed
 * @param random in [0, 1)
 */
export function judge(
  error: SendError,
  context: { attempts: number; now: Temporal.Instant; giveUpAt: Temporal.Instant; random: number },
): Verdict {
  if (error.outcome === 'unknown') return { status: 'uncertain' };
  const off = saysInstanceIsOff(error);
  if (!error.retryable && !off) return { status: 'failed' };
  const { attempts, now, giveUpAt, random } = context;
  const ceilingMs = Math.min(FIRST_BACKOFF_MS * 2 ** (attempts - 1), MAX_BACKOFF_MS);
  const waitMs = off ? PROBE_MS : Math.max(1_000, Math.round(ceilingMs * random));
  const retryAt = now.add({ milliseconds: waitMs });
  if (Temporal.Instant.compare(retryAt, giveUpAt) >= 0) return { status: 'failed' };
  return off ? { status: 'waiting_connection', retryAt } : { status: 'queued', retryAt };
}
