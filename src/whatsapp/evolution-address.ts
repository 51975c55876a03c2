/** How the Evolution API wants to be told where to, and which message. */
import type { MessageRef } from './channel.ts';
import { unsupportedChat } from './evolution-errors.ts';
import { canonicalJid, jidKind, jidOfPhone, phoneOfJid } from './jid.ts';
import { numberForGateway } from './phone.ts';

/**
 * The `number` of a send. Phones go as digits even where their JID is known: only for those does the gateway
 * find out whether the account has the ninth digit (§6.2).
 *
 * @throws SendError `unsupported_chat` for what is no person and no group
 */
export function addressFor(to: string): string {
  const phone = phoneOfJid(to.includes('@') ? to : jidOfPhone(to));
  if (phone !== null) return numberForGateway(phone);
  const kind = jidKind(to);
  if (kind === 'group' || kind === 'lid') return canonicalJid(to);
  throw unsupportedChat(to);
}

/** The `key` of a quote or of a reaction's target. */
export function keyFor({ messageId, chatJid, fromMe, authorJid }: MessageRef) {
  return { id: messageId, remoteJid: chatJid, fromMe, ...(authorJid ? { participant: authorJid } : {}) };
}
