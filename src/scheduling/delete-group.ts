import { Group } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { contactsOf } from './create-group.ts';
import { forgetRecipient, refuseInUse } from './in-use.ts';
import { lockRow } from './lock-row.ts';
import { groupSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/** Forgets a group or list; WhatsApp's own group stays. @throws UserError `group_not_found`, `in_use`, `version_conflict` */
export async function deleteGroup(work: Work, id: number, expectedVersion?: number): Promise<void> {
  const group = await lockRow(work, Group, id, 'group_not_found', expectedVersion);
  const before = groupSnapshot(group, await contactsOf(work, group));
  await refuseInUse(work, { group: id });
  await forgetRecipient(work, { group: id });
  work.em.remove(group);
  await audit(work, { action: 'group.delete', entityType: 'group', entityId: id, before, after: null });
}
