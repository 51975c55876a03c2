import { raw } from '@mikro-orm/core';
import { Delivery } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';

/** How many deliveries each occurrence has by status; one query for all. */
export async function deliveryTotals(
  em: Em,
  occurrenceIds: readonly number[],
): Promise<Map<number, Record<string, number>>> {
  const totals = new Map<number, Record<string, number>>();
  if (occurrenceIds.length === 0) return totals;
  const rows = await em
    .createQueryBuilder(Delivery, 'd')
    .select(['d.occurrence', 'd.status', raw('count(*) as total')])
    .where({ occurrence: { $in: [...occurrenceIds] } })
    .groupBy(['d.occurrence', 'd.status'])
    .execute<{ occurrence: number | string; status: string; total: number | string }[]>();
  for (const { occurrence, status, total } of rows) {
    const ofOne = totals.get(Number(occurrence)) ?? {};
    totals.set(Number(occurrence), { ...ofOne, [status]: Number(total) });
  }
  return totals;
}
