import { Contact } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { type ContactInput, freePhone } from './create-contact.ts';
import { given } from './edits.ts';
import { lockRow } from './lock-row.ts';
import { nameKey } from './names.ts';
import { contactSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * What was found out about a phone is nothing about another one.
 *
 * @throws UserError as createContact, and `contact_not_found`, `version_conflict`
 */
export async function updateContact(
  work: Work,
  id: number,
  changes: Partial<ContactInput>,
  expectedVersion?: number,
): Promise<Contact> {
  const contact = await lockRow(work, Contact, id, 'contact_not_found', expectedVersion);
  const before = contactSnapshot(contact);
  const phone = changes.phone === undefined ? {} : await freePhone(work, changes.phone, id);
  markEdited(contact, work.now);
  Object.assign(contact, given(changes), forgotten(contact, phone), phone, {
    nameKey: nameKey(changes.name ?? contact.name),
  });
  await audit(work, {
    action: 'contact.update',
    entityType: 'contact',
    entityId: id,
    before,
    after: contactSnapshot(contact),
  });
  return contact;
}

function forgotten(before: Contact, { phone, phoneKey }: { phone?: string; phoneKey?: string }): Partial<Contact> {
  if (phone === undefined || phone === before.phone) return {};
  return { onWhatsapp: null, ...(phoneKey !== before.phoneKey && { lid: null }) };
}
