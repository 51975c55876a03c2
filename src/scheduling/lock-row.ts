import { type EntityClass, LockMode } from '@mikro-orm/core';
import { UserError } from '../errors.ts';
import { checkVersion } from './version.ts';
import type { Work } from './work.ts';

/**
 * A row that is about to be changed, locked: of two people who change the same version, the second one is refused.
 *
 * @throws UserError with `code` (404), `version_conflict` (412)
 */
export async function lockRow<T extends { id: number; version: number }>(
  work: Work,
  entity: EntityClass<T>,
  id: number,
  code: string,
  expectedVersion: number | undefined,
): Promise<T> {
  await work.em.flush(); // reading it anew would forget what was changed so far
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const row = (await work.em.findOne(entity, { id } as never, options)) as T | null;
  if (!row) throw new UserError(code, { id }, 404);
  checkVersion(row, expectedVersion);
  return row;
}
