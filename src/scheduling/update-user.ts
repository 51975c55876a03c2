import { User } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { refuseTakenUsername, type UserInput, userSnapshot } from './create-user.ts';
import { given } from './edits.ts';
import { lockRow } from './lock-row.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Renames a user, or changes what she may do or her password. Her tokens never may more than she herself.
 *
 * @throws UserError `user_not_found`, `user_exists`, `last_admin_user` (409), `version_conflict`
 */
export async function updateUser(
  work: Work,
  id: number,
  changes: Partial<UserInput>,
  expectedVersion?: number,
): Promise<User> {
  const user = await lockRow(work, User, id, 'user_not_found', expectedVersion);
  const before = userSnapshot(user);
  if (changes.username !== undefined) await refuseTakenUsername(work, changes.username, id);
  if (changes.scope !== undefined && changes.scope !== 'admin') await refuseLastAdminUser(work, user);
  markEdited(user, work.now);
  Object.assign(user, given(changes));
  await audit(work, { action: 'user.update', entityType: 'user', entityId: id, before, after: userSnapshot(user) });
  return user;
}

/** Somebody must be able to make users. @throws UserError `last_admin_user` (409) */
export async function refuseLastAdminUser({ em }: Work, user: User): Promise<void> {
  if (user.scope !== 'admin') return;
  const others = await em.count(User, { scope: 'admin', id: { $ne: user.id } });
  if (others === 0) throw new UserError('last_admin_user', { id: user.id, username: user.username }, 409);
}
