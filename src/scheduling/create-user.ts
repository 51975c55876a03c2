import { type Scope, User } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import type { Work } from './work.ts';

export interface UserInput {
  username: string;
  /** Hashed before it comes here: no verb sees a password. */
  passwordHash: string;
  scope: Scope;
}

/** Lets somebody use the API and the panel. @throws UserError `user_exists` (409) */
export async function createUser(work: Work, input: UserInput): Promise<User> {
  const { em, now } = work;
  await refuseTakenUsername(work, input.username);
  const user = em.create(User, { ...input, createdAt: now, updatedAt: now });
  await em.flush();
  await audit(work, {
    action: 'user.create',
    entityType: 'user',
    entityId: user.id,
    before: null,
    after: userSnapshot(user),
  });
  return user;
}

/** @throws UserError `user_exists` (409) */
export async function refuseTakenUsername({ em }: Work, username: string, ownId?: number): Promise<void> {
  const taken = await em.findOne(User, { username });
  if (taken && taken.id !== ownId) throw new UserError('user_exists', { id: taken.id, username }, 409);
}

/** A user for the audit: without the hash. */
export function userSnapshot({ username, scope, version }: User): Record<string, unknown> {
  return { username, scope, version };
}
