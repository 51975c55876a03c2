import { canonicalJid, jidOfPhone, phoneKeyOfJid, phoneOfJid } from './jid.ts';
import { phoneVariants } from './phone.ts';

/** Every address that a chat may be stored under at the gateway: a person's with and without the ninth digit. */
export function chatAddresses(chatJid: string): string[] {
  const jid = canonicalJid(chatJid);
  const phone = phoneOfJid(jid);
  return phone === null ? [jid] : [...new Set([jid, ...phoneVariants(phone).map(jidOfPhone)])];
}

/** What orders a chat's events and replies: one name for one person, however she is addressed. */
export function chatKeyOf(chatJid: string, altJid: string | null = null): string {
  const phone = [chatJid, altJid].flatMap(jid => (jid && phoneOfJid(jid)) || []).at(0);
  return phone === undefined ? canonicalJid(chatJid) : phoneVariants(phone)[0]!;
}

/** The keys that a delivery to this chat may have: the group's jid, or the person's phone. */
export function recipientKeysOf({ chatJid, chatAltJid }: { chatJid: string; chatAltJid: string | null }): string[] {
  return [chatJid, chatAltJid].filter(jid => jid !== null).map(jid => phoneKeyOfJid(jid) ?? jid);
}
