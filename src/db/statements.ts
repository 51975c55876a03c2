import { CompiledQuery, type Transaction } from 'kysely';
import type { Em } from './orm.ts';

/** What a statement can be given. Instants as `toSqlInstant` writes them, objects as JSON text. */
export type SqlValue = string | number | null;

/**
 * Reads rows with a statement that stays prepared, inside the transaction of `em`. For the paths where every message
 * passes; everywhere else the ORM reads better. What was changed through the ORM must be flushed before.
 *
 * @param sql with `?` for each value; the same text each time, or it is prepared anew
 * @throws the ORM's exceptions
 */
export async function selectRows<Row>(em: Em, sql: string, values: readonly SqlValue[]): Promise<Row[]> {
  return (await execute<Row>(em, sql, values)).rows;
}

/** As `selectRows`, for a statement that changes rows. @returns how many */
export async function changeRows(em: Em, sql: string, values: readonly SqlValue[]): Promise<number> {
  return Number((await execute(em, sql, values)).numAffectedRows ?? 0);
}

async function execute<Row>(em: Em, sql: string, values: readonly SqlValue[]) {
  const client = em.getTransactionContext<Transaction<unknown>>() ?? em.getConnection().getClient();
  try {
    return await client.executeQuery<Row>(CompiledQuery.raw(sql, [...values]));
  } catch (error) {
    throw em
      .getPlatform()
      .getExceptionConverter()
      .convertException(error as Error);
  }
}
