import type { EntityClass } from '@mikro-orm/core';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';

/** The row of this id. @throws UserError with this code (404) */
export async function findOr404<T extends { id: number }>(
  em: Em,
  entity: EntityClass<T>,
  id: number,
  code: string,
): Promise<T> {
  const row = await em.findOne(entity, { id } as never);
  if (!row) throw new UserError(code, { id }, 404);
  return row as T;
}
