import { Contact, type Delivery, EvolutionConfig, Group } from '../db/entities/index.ts';
import type { SendError } from '../errors.ts';
import type { Work } from '../scheduling/work.ts';
import type { SentMessage } from '../whatsapp/channel.ts';
import { isLate } from './catch-up.ts';
import { judge, saysInstanceIsOff } from './retry-policy.ts';

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

/** A send that failed: tried again, waiting for the connection, failed, or uncertain. */
export async function markFailure(work: Work, delivery: Delivery, error: SendError): Promise<void> {
  const { now } = work;
  const { attempts, giveUpAt } = delivery;
  const verdict = judge(error, { attempts, now, giveUpAt, random: Math.random() });
  Object.assign(delivery, {
    status: verdict.status,
    reason: error.code,
    claimedBy: null,
    leaseUntil: null,
    updatedAt: now,
  });
  if ('retryAt' in verdict) delivery.nextAttemptAt = verdict.retryAt;
  // The instance is off, not the message at fault: its attempts are kept for when it can be sent.
  if (verdict.status === 'waiting_connection') delivery.attempts--;
  await learnFrom(work, delivery, error);
}

/** What a refusal says about the recipient or the instance is remembered where the next decision is made. */
async function learnFrom(work: Work, delivery: Delivery, error: SendError): Promise<void> {
  const { em, now } = work;
  if (error.code === 'not_on_whatsapp' && delivery.recipientType !== 'group') {
    await em.nativeUpdate(Contact, { phoneKey: delivery.recipientKey }, { onWhatsapp: false, updatedAt: now });
  }
  if (error.code === 'group_unknown' && delivery.recipientId) {
    await em.nativeUpdate(Group, { id: delivery.recipientId, kind: 'whatsapp' }, { canSend: false, updatedAt: now });
  }
  if (saysInstanceIsOff(error)) {
    const state = error.code === 'connection_closed' || error.code === 'not_connected' ? 'close' : 'unknown';
    await em.nativeUpdate(EvolutionConfig, { id: delivery.evolutionConfig.id }, { state, stateAt: now });
  }
}
