import type { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import type { SendError } from '../errors.ts';
import { overtakenBy } from '../scheduling/run-under-way.ts';
import { note } from '../scheduling/trail.ts';
import type { Work } from '../scheduling/work.ts';
import type { SentMessage } from '../whatsapp/channel.ts';
import { isLate } from './catch-up.ts';
import type { DeliveryDeps } from './deps.ts';
import { isHalfOpen } from './instance-state.ts';
import { learnAboutInstance, learnAboutRecipient } from './learn.ts';
import { judge } from './retry-policy.ts';

/** Statuses of a message that may be on its way: what the gateway says about it settles it. */
export const IN_DOUBT = ['sending', 'uncertain'] as const;

/** The one place that turns a delivery into a sent one. */
export function markSent(work: Work, delivery: Delivery, sent: Pick<SentMessage, 'messageId' | 'jid'>): void {
  Object.assign(delivery, {
    status: 'sent',
    reason: null,
    messageId: sent.messageId,
    sentJid: sent.jid,
    sentAt: work.now,
    late: isLate(delivery.dueAt, work.now),
    claimedBy: null,
    leaseUntil: null,
    updatedAt: work.now,
  });
}

/**
 * A send that failed: tried again, waiting for the connection, failed, or uncertain. What it says about the recipient or
 * the instance is remembered where the next decision is made.
 *
 * @param config the delivery's, locked
 */
export async function markFailure(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  delivery: Delivery,
  error: SendError,
): Promise<void> {
  const { now } = work;
  const isTrial = isHalfOpen(config, now);
  const { attempts, giveUpAt } = delivery;
  const verdict = judge(error, { attempts, now, giveUpAt, random: Math.random() });
  Object.assign(delivery, {
    status: verdict.status,
    reason: error.code,
    claimedBy: null,
    leaseUntil: null,
    updatedAt: now,
  });
  if ('retryAt' in verdict) {
    delivery.nextAttemptAt = verdict.retryAt;
    // A pause or a cancellation stops what comes back from its way like all the rest of the run.
    if (delivery.schedule) Object.assign(delivery, await overtakenBy(work.em, delivery.schedule.id));
  }
  const isOver = verdict.status === 'failed' || verdict.status === 'uncertain';
  if (!isOver) note(work, delivery, 'attempt_failed', { reason: error.code, attempt: attempts });
  // The instance is at fault, not the message: its attempts are kept for when it can be sent.
  if (verdict.status === 'waiting_connection' || (isTrial && !isOver)) delivery.attempts--;
  await learnAboutInstance(work, deps, config, error);
  await learnAboutRecipient(work, deps, delivery, error);
}
