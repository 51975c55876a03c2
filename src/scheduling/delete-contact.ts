import { Contact, Group, GroupMember } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { forgetRecipient, refuseInUse } from './in-use.ts';
import { lockRow } from './lock-row.ts';
import { contactSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/** Deletes a contact; the logs keep its name. @throws UserError `contact_not_found`, `in_use`, `version_conflict` */
export async function deleteContact(work: Work, id: number, expectedVersion?: number): Promise<void> {
  const contact = await lockRow(work, Contact, id, 'contact_not_found', expectedVersion);
  const before = { ...contactSnapshot(contact), lists: await listsOf(work, id) };
  await refuseInUse(work, { contact: id });
  await forgetRecipient(work, { contact: id });
  await leaveLists(work, id);
  work.em.remove(contact);
  await audit(work, { action: 'contact.delete', entityType: 'contact', entityId: id, before, after: null });
}

/** The lists that a contact is in: undoing its deletion puts it back. */
async function listsOf({ em }: Work, contactId: number): Promise<number[]> {
  const memberships = await em.find(GroupMember, { contact: contactId }, { orderBy: { group: 'asc' } });
  return memberships.map(({ group }) => group.id);
}

async function leaveLists({ em }: Work, contactId: number): Promise<void> {
  const memberships = await em.find(GroupMember, { contact: contactId }, { populate: ['group'] });
  for (const membership of memberships) em.remove(membership);
  await em.flush();
  for (const { group } of memberships) {
    const membersCount = await em.count(GroupMember, { group: group.id });
    await em.nativeUpdate(Group, { id: group.id }, { membersCount });
  }
}
