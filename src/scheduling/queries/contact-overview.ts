import { type Contact, GroupMember, Suppression } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { getContact } from './get-contact.ts';

/** A contact with what is known of it elsewhere. */
export interface ContactOverview {
  contact: Contact;
  /** Names of the lists that it is in. */
  lists: string[];
  /** Since when nothing is sent to this phone; null when it may be written to. */
  optedOutAt: Temporal.Instant | null;
}

/** @throws UserError `contact_not_found` (404) */
export async function contactOverview(em: Em, id: number): Promise<ContactOverview> {
  const contact = await getContact(em, id);
  const memberships = await em.find(GroupMember, { contact: id }, { populate: ['group'] });
  const stop = await em.findOne(Suppression, { phoneKey: contact.phoneKey });
  const lists = memberships.map(({ group }) => group.name).toSorted((one, other) => one.localeCompare(other, 'pt-BR'));
  return { contact, lists, optedOutAt: stop?.createdAt ?? null };
}
