/** Who wrote a message, by every address that the gateway gave. */
import type { IncomingMessage, Participant } from './gateway-events.ts';
import { canonicalJid, jidKind, phoneKeyOfJid } from './jid.ts';
import { phoneKey } from './phone.ts';

export interface Identity {
  /** Phone keys (E.164, ninth digit put in), each person's once. Empty when only a LID is known. */
  readonly phones: readonly string[];
  readonly lid: string | null;
}

/**
 * The author's phones and LID. Nothing for the owner's private messages to others: there both addresses of the
 * chat are the other person's. For her messages to herself see {@link isSelfChat}.
 */
export function authorIdentity(message: IncomingMessage): Identity {
  return identityOf([message.authorJid, message.authorAltJid]);
}

/** The other side of a private chat, whoever wrote. */
export function chatIdentity(message: IncomingMessage): Identity {
  return identityOf([message.chatJid, message.chatAltJid]);
}

/**
 * Whether the owner wrote to herself ("message yourself") from the phone of the bot's number.
 *
 * @param ownJid the instance's own address, with or without device
 * @param ownLid its hidden address, where it has been learnt (see {@link lidOfPhone})
 */
export function isSelfChat(message: IncomingMessage, ownJid: string, ownLid: string | null = null): boolean {
  if (!message.fromMe || message.isGroup) return false;
  const chat = chatIdentity(message);
  const ownKey = phoneKeyOfJid(ownJid);
  if (ownKey !== null && chat.phones.includes(ownKey)) return true;
  return chat.lid !== null && ownLid !== null && chat.lid === canonicalJid(ownLid);
}

/** The LID of a phone, when one of these group members shows both. */
export function lidOfPhone(participants: readonly Participant[], phone: string): string | null {
  const key = phoneKey(phone);
  return participants.find(member => member.phone !== null && phoneKey(member.phone) === key)?.lid ?? null;
}

function identityOf(jids: readonly (string | null)[]): Identity {
  const known = jids.filter(jid => jid !== null);
  const phones = known.map(phoneKeyOfJid).filter(phone => phone !== null);
  return { phones: [...new Set(phones)], lid: known.find(jid => jidKind(jid) === 'lid') ?? null };
}
