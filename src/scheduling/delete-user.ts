import { User } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { userSnapshot } from './create-user.ts';
import { lockRow } from './lock-row.ts';
import { refuseLastAdminUser } from './update-user.ts';
import type { Work } from './work.ts';

/** Ends a user and all her tokens. @throws UserError `user_not_found`, `last_admin_user`, `version_conflict` */
export async function deleteUser(work: Work, id: number, expectedVersion?: number): Promise<void> {
  const user = await lockRow(work, User, id, 'user_not_found', expectedVersion);
  await refuseLastAdminUser(work, user);
  work.em.remove(user);
  await audit(work, {
    action: 'user.delete',
    entityType: 'user',
    entityId: id,
    before: userSnapshot(user),
    after: null,
  });
}
