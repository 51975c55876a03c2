import type { SendError } from '../errors.ts';
import { INSTANCE_FAULTS } from '../whatsapp/evolution-errors.ts';

/** What a failed send is about, which decides what becomes of it. */
export type FailureClass =
  /** The instance, not the message: a wrong key must not fail a whole run. */
  | 'instance_off'
  /** Refused before anything was sent, by something that may be over soon. */
  | 'transient'
  /** As `transient`, by somebody who asks us to slow down. */
  | 'rate_limited'
  /** It may have arrived. */
  | 'unknown'
  /** This message to this recipient will never go. */
  | 'permanent';

export function classOf(error: SendError): FailureClass {
  if (error.outcome === 'unknown') return 'unknown';
  if (INSTANCE_FAULTS.has(error.code) || error.code === 'gateway_unreachable') return 'instance_off';
  if (!error.retryable) return 'permanent';
  return error.code === 'gateway_rate_limited' ? 'rate_limited' : 'transient';
}

/** Whether five of these in a row mean that the next message will fail too, whoever it is for. */
export function speaksOfEverybody(error: SendError): boolean {
  return classOf(error) !== 'permanent' || error.code === 'gateway_unsupported';
}
