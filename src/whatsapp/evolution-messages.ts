/** The events about single messages: one that came, one that left through the API, and news about one. */
import { z } from 'zod';
import { readContent } from './evolution-content.ts';
import { anything, idSchema, instantFromSeconds, keySchema, optionalText } from './evolution-values.ts';
import type { GatewayEvent, ReceiptStatus } from './gateway-events.ts';
import { jidKind } from './jid.ts';

/**
 * Why a body, or a part of it, made no event.
 *
 * - `not_an_event`: no object with an event's name
 * - `unknown_event`: none of those that we subscribe to
 * - `malformed`: one of ours, but without what it must have
 * - `not_a_chat`: stories, broadcast lists and channels
 * - `no_news`: states that nobody here acts on
 */
export type IgnoreReason = 'not_an_event' | 'unknown_event' | 'malformed' | 'not_a_chat' | 'no_news';

/** An item of a body's `data`, read; or the reason why it is no event. */
export type Reading = GatewayEvent | IgnoreReason;

const messageSchema = z.object({
  key: keySchema,
  pushName: optionalText,
  message: anything,
  contextInfo: anything,
  messageType: optionalText,
  messageTimestamp: instantFromSeconds,
});

const RECEIPTS: Readonly<Record<string, ReceiptStatus>> = {
  ERROR: 'error',
  PENDING: 'pending',
  SERVER_ACK: 'server_ack',
  DELIVERY_ACK: 'delivery_ack',
  READ: 'read',
  PLAYED: 'played',
  // What the Business channel says for the same.
  FAILED: 'error',
  SENT: 'server_ack',
  DELIVERED: 'delivery_ack',
};
const receiptSchema = z.object({ keyId: idSchema, status: z.string(), fromMe: z.boolean().nullish() });

/** An item of `messages.upsert`. */
export function readMessage(data: unknown): Reading {
  const item = messageSchema.safeParse(data).data;
  if (!item) return 'malformed';
  const kind = jidKind(item.key.chatJid);
  if (kind !== 'user' && kind !== 'lid' && kind !== 'group') return 'not_a_chat';
  const { id, fromMe, chatJid, chatAltJid } = item.key;
  const isGroup = kind === 'group';
  // In a private chat the other side is the author, unless we wrote it ourselves; only groups name the author.
  const theirs = fromMe ? { authorJid: null, authorAltJid: null } : { authorJid: chatJid, authorAltJid: chatAltJid };
  const { authorJid, authorAltJid } = isGroup ? item.key : theirs;
  return {
    kind: 'message',
    id,
    chatJid,
    chatAltJid,
    fromMe,
    authorJid,
    authorAltJid,
    isGroup,
    ...readContent(item.message, item.contextInfo),
    sentAt: item.messageTimestamp,
    pushName: (!fromMe && item.pushName) || null,
    type: item.messageType ?? 'unknown',
  };
}

/** The `data` of `send.message`. */
export function readSent(data: unknown): Reading {
  const item = messageSchema.safeParse(data).data;
  if (!item) return 'malformed';
  const { id, chatJid, chatAltJid } = item.key;
  const { text } = readContent(item.message);
  return {
    kind: 'sent',
    id,
    chatJid,
    chatAltJid,
    text,
    sentAt: item.messageTimestamp,
    type: item.messageType ?? 'unknown',
  };
}

/** The `data` of `messages.update`. */
export function readReceipt(data: unknown): Reading {
  const item = receiptSchema.safeParse(data).data;
  if (!item) return 'malformed';
  const status = Object.hasOwn(RECEIPTS, item.status) ? RECEIPTS[item.status] : undefined;
  return status ? { kind: 'receipt', messageId: item.keyId, status, fromMe: item.fromMe ?? false } : 'no_news';
}
