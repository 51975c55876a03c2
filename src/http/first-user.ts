import { User } from '../db/entities/index.ts';
import { createUser } from '../scheduling/create-user.ts';
import type { Work } from '../scheduling/work.ts';
import { generatePassword, hashPassword } from './passwords.ts';

/**
 * Makes the first API and panel user, unless there is one already; later changes of the environment do not touch her.
 *
 * @param given.password null: one is generated
 * @returns the password when it was generated just now, to be shown once; otherwise null
 */
export async function ensureFirstUser(
  work: Work,
  given: { username: string; password: string | null },
): Promise<{ created: boolean; password: string | null }> {
  if ((await work.em.count(User)) > 0) return { created: false, password: null };
  const password = given.password ?? generatePassword();
  const passwordHash = await hashPassword(password);
  await createUser(work, { username: given.username, passwordHash, scope: 'admin' });
  return { created: true, password: given.password === null ? password : null };
}
