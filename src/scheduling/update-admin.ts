import { LockMode } from '@mikro-orm/core';
import { Admin, type AdminRole } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { freeAdminPhone } from './add-admin.ts';
import { audit } from './audit.ts';
import { given } from './edits.ts';
import { lockRow } from './lock-row.ts';
import { adminSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Changes the name, phone or role of somebody who may command by chat.
 *
 * @throws UserError `admin_not_found`, `last_owner` (409), `version_conflict`, and as addAdmin
 */
export async function updateAdmin(
  work: Work,
  id: number,
  changes: { phone?: string; name?: string; role?: AdminRole },
  expectedVersion?: number,
): Promise<Admin> {
  if (changes.role !== undefined && changes.role !== 'owner') await refuseLastOwner(work, id);
  const admin = await lockRow(work, Admin, id, 'admin_not_found', expectedVersion);
  const before = adminSnapshot(admin);
  const phone = changes.phone === undefined ? {} : await freeAdminPhone(work, changes.phone, id);
  markEdited(admin, work.now);
  // A hidden id belongs to the phone that it was learned with.
  const lid = 'phoneKey' in phone && phone.phoneKey !== admin.phoneKey ? { lid: null } : {};
  Object.assign(admin, given(changes), phone, lid);
  await audit(work, {
    action: 'admin.update',
    entityType: 'admin',
    entityId: id,
    before,
    after: adminSnapshot(admin),
  });
  return admin;
}

/**
 * Refuses what would leave nobody to let others in. All owners are locked: of two who remove each other at once the
 * second one sees that she is the last.
 *
 * @throws UserError `last_owner` (409)
 */
export async function refuseLastOwner({ em }: Work, id: number): Promise<void> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' }, refresh: true } as const;
  const owners = await em.find(Admin, { role: 'owner' }, options);
  const [owner] = owners;
  if (owners.length === 1 && owner?.id === id) throw new UserError('last_owner', { id, name: owner.name }, 409);
}
