import { toSqlInstant } from '../db/instant-type.ts';
import { type Em, isSqlite } from '../db/orm.ts';

/**
 * The ids of the rows to take next, locked: of each lane the oldest that is not finished, and that one only when it
 * is due and nobody else's. So the order inside a lane holds however many processes take, and lanes do not wait for
 * each other. Call it inside a transaction and write the claim in the same.
 *
 * @param query.lane columns that make a lane
 * @param query.open statuses of rows that are not finished
 * @param query.only a condition on `taken` that the rows must fulfil, without values
 * @param query.now what is due by (the program's clock)
 * @param query.byDatabase the database's now: leases go by it
 * @returns ids in order
 */
export async function takeOldestOfLanes(
  em: Em,
  query: {
    table: string;
    lane: readonly string[];
    open: readonly string[];
    now: Temporal.Instant;
    byDatabase: Temporal.Instant;
    limit: number;
    only?: string;
  },
): Promise<number[]> {
  const { table, lane, open, limit, only = 'true' } = query;
  const statuses = open.map(() => '?').join(', ');
  const sameLane = lane.map(column => `older.${column} = taken.${column}`).join(' and ');
  const lock = isSqlite(em) ? '' : ' for update of taken skip locked'; // SQLite has one writer at a time
  const sql = `select taken.id from ${table} taken
    where taken.status in (${statuses}) and ${only} and taken.next_attempt_at <= ?
      and (taken.lease_until is null or taken.lease_until < ?)
      and not exists (
        select 1 from ${table} older
        where older.status in (${statuses}) and ${sameLane} and older.id < taken.id
      )
    order by taken.id limit ${limit}${lock}`;
  const rows = await em.execute<{ id: number }[]>(sql, [
    ...open,
    toSqlInstant(query.now),
    toSqlInstant(query.byDatabase),
    ...open,
  ]);
  return rows.map(row => Number(row.id));
}
