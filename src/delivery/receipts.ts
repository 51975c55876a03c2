import { FlushMode, LockMode } from '@mikro-orm/core';
import { Contact, Delivery, type DeliveryStatus, OutboxMessage } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { note } from '../scheduling/trail.ts';
import type { Work } from '../scheduling/work.ts';
import { recipientKeysOf } from '../whatsapp/chat-addresses.ts';
import type { ReceiptEvent, SentEvent } from '../whatsapp/gateway-events.ts';
import { lockInstance } from './connection.ts';
import { IN_DOUBT, markSent } from './record.ts';

/** The gateway's clock and ours may differ by this much. */
const CLOCKS_DIFFER_SECONDS = 60;
const WHATSAPP_ERROR = 'whatsapp_error';
/** The statuses that a receipt can lead to, lowest first: a message only rises. */
const RISING: readonly DeliveryStatus[] = ['sending', 'uncertain', 'sent', 'delivered', 'read'];
const MEANING: Readonly<Record<ReceiptEvent['status'], DeliveryStatus | null>> = {
  pending: null,
  server_ack: 'sent',
  delivery_ack: 'delivered',
  read: 'read',
  played: 'read',
  error: 'failed',
};

/**
 * Applies news about messages that we sent, in the order given. Receipts come out of order and more than once, and match
 * by the message's id alone: their address may be the LID of whoever was written to by phone.
 *
 * @returns those whose message is known; that of another may come: its own HTTP answer can still be on the way
 */
export async function applyReceipts(
  { em, now }: Pick<Work, 'em' | 'now'>,
  configId: number,
  receipts: readonly ReceiptEvent[],
): Promise<ReadonlySet<ReceiptEvent>> {
  const telling = receipts.filter(receipt => receipt.fromMe && MEANING[receipt.status] !== null);
  const known = new Set(receipts.filter(receipt => !telling.includes(receipt)));
  if (telling.length === 0) return known;
  const ours = { evolutionConfig: configId, messageId: { $in: telling.map(({ messageId }) => messageId) } };
  const deliveries = await em.find(Delivery, ours, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });
  const byMessage = new Map(deliveries.map(delivery => [delivery.messageId, delivery]));
  const replies = byMessage.size < telling.length ? await em.find(OutboxMessage, ours, { fields: ['messageId'] }) : [];
  const saidByBot = new Set(replies.map(reply => reply.messageId));
  for (const receipt of telling) {
    const delivery = byMessage.get(receipt.messageId);
    if (delivery) applyStatus(delivery, MEANING[receipt.status]!, now);
    if (delivery || saidByBot.has(receipt.messageId)) known.add(receipt);
  }
  await learnReachable(
    em,
    deliveries.filter(({ deliveredAt }) => deliveredAt?.equals(now)),
    now,
  );
  return known;
}

/** Whose phone has taken a message is on WhatsApp, whatever a refusal said before. */
async function learnReachable(em: Em, delivered: readonly Delivery[], now: Temporal.Instant): Promise<void> {
  const keys = delivered.filter(({ toGroup }) => !toGroup).map(({ recipientKey }) => recipientKey);
  if (keys.length === 0) return;
  const unknown = { phoneKey: { $in: keys }, $or: [{ onWhatsapp: null }, { onWhatsapp: false }] };
  // Read first, without a lock: nearly all of them are known.
  const contacts = await em.find(Contact, unknown, { fields: ['id'], flushMode: FlushMode.COMMIT });
  if (contacts.length === 0) return;
  const ids = contacts.map(({ id }) => id).toSorted((one, other) => one - other);
  await em.nativeUpdate(Contact, { id: { $in: ids } }, { onWhatsapp: true, updatedAt: now });
}

function applyStatus(delivery: Delivery, status: DeliveryStatus, now: Temporal.Instant): void {
  if (status === 'failed') {
    // The gateway gives no reason. A message that somebody has already received did not fail.
    if (delivery.status === 'sent') Object.assign(delivery, { status, reason: WHATSAPP_ERROR, updatedAt: now });
    return;
  }
  if (rises(delivery, status)) Object.assign(delivery, { status, reason: null, updatedAt: now });
  if (status !== 'sent') delivery.deliveredAt ??= now;
  if (status === 'read') delivery.readAt ??= now;
}

/** An error that came before the receipt it contradicts was none: somebody has the message. */
function rises({ status: from, reason }: Delivery, to: DeliveryStatus): boolean {
  if (from === 'failed') return reason === WHATSAPP_ERROR && to !== 'sent';
  return RISING.includes(from) && RISING.indexOf(to) > RISING.indexOf(from);
}

/**
 * Applies the gateway's word that a message left through its API. It settles a send whose HTTP answer was lost: the
 * one message in doubt with this text to this chat. Where there is none, one that was begun and waits to be sent again is
 * meant, and is not sent again.
 */
export async function applySent(work: Work, configId: number, event: SentEvent): Promise<void> {
  if (event.text === null || (await isKnown(work, configId, event))) return;
  const delivery = (await oldestOf(work, configId, event, IN_DOUBT)) ?? (await begunBefore(work, configId, event));
  if (!delivery) return;
  if (delivery.status !== 'sending') {
    // Whoever looks for such messages at the gateway takes this lock too: one message settles one delivery.
    await lockInstance(work, configId);
    if (await isKnown(work, configId, event)) return;
    note(work, delivery, 'found', { how: 'event' });
  }
  markSent(work, delivery, { messageId: event.id, jid: event.chatJid });
}

async function isKnown({ em }: Work, configId: number, { id: messageId }: SentEvent): Promise<boolean> {
  return (await em.count(Delivery, { evolutionConfig: configId, messageId })) > 0;
}

/** Locked, for its own answer, or the failure to get one, may be written at this very moment. */
async function oldestOf(
  { em }: Work,
  configId: number,
  event: SentEvent,
  statuses: readonly DeliveryStatus[],
  more: { startedAt?: { $lte: Temporal.Instant } } = {},
): Promise<Delivery | null> {
  const [oldest] = await em.find(
    Delivery,
    {
      ...{ evolutionConfig: configId, status: { $in: [...statuses] }, messageId: null, ...more },
      ...{ recipientKey: { $in: recipientKeysOf(event) }, text: event.text! },
    },
    { orderBy: { dueAt: 'asc', id: 'asc' }, limit: 1, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  return oldest ?? null;
}

/** A message that was begun no later than this one left, and is in the queue again because nobody saw it leave. */
async function begunBefore(work: Work, configId: number, event: SentEvent): Promise<Delivery | null> {
  const startedAt = { $lte: event.sentAt.add({ seconds: CLOCKS_DIFFER_SECONDS }) };
  return oldestOf(work, configId, event, ['queued', 'waiting_connection'], { startedAt });
}
