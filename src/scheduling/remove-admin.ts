import { Admin } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { lockRow } from './lock-row.ts';
import { adminSnapshot } from './snapshots.ts';
import { refuseLastOwner } from './update-admin.ts';
import type { Work } from './work.ts';

/**
 * Takes somebody's right to command by chat. What she scheduled goes on, and the owners hear of its troubles.
 *
 * @throws UserError `admin_not_found`, `last_owner` (409), `version_conflict`
 */
export async function removeAdmin(work: Work, id: number, expectedVersion?: number): Promise<void> {
  await refuseLastOwner(work, id);
  const admin = await lockRow(work, Admin, id, 'admin_not_found', expectedVersion);
  work.em.remove(admin);
  await audit(work, {
    action: 'admin.delete',
    entityType: 'admin',
    entityId: id,
    before: adminSnapshot(admin),
    after: null,
  });
}
