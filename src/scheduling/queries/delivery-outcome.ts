import type { Delivery } from '../../db/entities/index.ts';

/** One thing that led to a message being as it is. `code` says what; `details` are plain values. */
export interface Step {
  at: Temporal.Instant;
  code: string;
  details: Record<string, unknown>;
}

/** What became of a message so far, in the order in which it happened. */
export function outcomeSteps(delivery: Delivery): Step[] {
  const { status, reason, late, sentAt, deliveredAt, readAt, updatedAt } = delivery;
  const steps: Step[] = [];
  if (sentAt) steps.push({ at: sentAt, code: 'sent', details: { late } });
  if (deliveredAt) steps.push({ at: deliveredAt, code: 'delivered', details: {} });
  if (readAt) steps.push({ at: readAt, code: 'read', details: {} });
  if (status === 'sent' || status === 'delivered' || status === 'read') return steps;
  return [
    ...steps,
    { at: updatedAt, code: codeOf(delivery), details: { ...waitOf(delivery), reason: reason ?? null } },
  ];
}

/** When it left or was settled otherwise; null for one that may still leave. */
export function endOf(delivery: Delivery): Temporal.Instant | null {
  return delivery.sentAt ?? (isUnsentForGood(delivery) ? delivery.updatedAt : null);
}

const isUnsentForGood = ({ status }: Delivery) => status === 'failed' || status === 'skipped' || status === 'cancelled';

/** The code of a message that has not arrived; all that is still to be sent is `waiting`. */
function codeOf(delivery: Delivery): string {
  const { status } = delivery;
  return isUnsentForGood(delivery) || status === 'uncertain' || status === 'sending' ? status : 'waiting';
}

function waitOf({ status, attempts, nextAttemptAt, giveUpAt }: Delivery) {
  const waitsForNumber = status === 'waiting_connection' || status === 'held'; // and nobody knows until when
  return {
    attempts,
    nextAttemptAt: waitsForNumber ? null : nextAttemptAt.toString(),
    giveUpAt: giveUpAt.toString(),
  };
}
