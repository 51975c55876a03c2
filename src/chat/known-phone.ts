import { Admin, Contact, EvolutionConfig, GroupMember, InboxEvent, type OutboxMessage } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { canonicalJid, phoneOfJid } from '../whatsapp/jid.ts';

/**
 * The phone of the person behind the hidden address (`@lid`) that a reply is for: as her own message gave it, or as an
 * admin, a contact, a member of a group or the bot's own number is known by it.
 *
 * @returns E.164; null where nobody knows
 */
export async function knownPhone(
  em: Em,
  { chatJid, inboxEvent, evolutionConfig }: OutboxMessage,
): Promise<string | null> {
  const lid = canonicalJid(chatJid);
  const answered = inboxEvent && (await em.findOne(InboxEvent, inboxEvent.id));
  const told = answered ? phoneTold(answered.payload, lid) : null;
  if (told) return told;
  const admin = await em.findOne(Admin, { lid });
  if (admin) return admin.phone;
  const contact = await em.findOne(Contact, { lid });
  if (contact) return contact.phone;
  const { ownJid, ownLid } = await em.findOneOrFail(EvolutionConfig, evolutionConfig.id);
  if (ownJid && ownLid && canonicalJid(ownLid) === lid) return phoneOfJid(ownJid);
  const [member] = await em.find(GroupMember, { jid: lid, phone: { $ne: null } }, { limit: 1 });
  return member?.phone ?? null;
}

/** What the event that is answered says of this very chat; an opt-out word keeps the phone itself. */
function phoneTold({ chatJid, chatAltJid, phone }: Record<string, unknown>, lid: string): string | null {
  if (typeof chatJid !== 'string' || canonicalJid(chatJid) !== lid) return null;
  if (typeof phone === 'string') return phone;
  return typeof chatAltJid === 'string' ? phoneOfJid(chatAltJid) : null;
}
