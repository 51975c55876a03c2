import { audit } from './audit.ts';
import { forgetRecipient, refuseInUse } from './in-use.ts';
import { getContact } from './queries/get-contact.ts';
import { contactSnapshot } from './snapshots.ts';
import { checkVersion, markEdited } from './version.ts';
import type { Work } from './work.ts';

/** Deletes a contact; the logs keep its name. @throws UserError `contact_not_found`, `in_use`, `version_conflict` */
export async function deleteContact(work: Work, id: number, expectedVersion?: number): Promise<void> {
  const contact = await getContact(work.em, id);
  const before = contactSnapshot(contact);
  checkVersion(contact, expectedVersion);
  markEdited(contact, work.now);
  await refuseInUse(work, { contact: id });
  await forgetRecipient(work, { contact: id });
  work.em.remove(contact);
  await audit(work, { action: 'contact.delete', entityType: 'contact', entityId: id, before, after: null });
}
