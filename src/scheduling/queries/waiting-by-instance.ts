import { toSqlInstant } from '../../db/instant-type.ts';
import type { Em } from '../../db/orm.ts';

/** How many messages wait for each instance: those that are due, and those that are held back until something is over. */
export async function waitingByInstance(em: Em, now: Temporal.Instant): Promise<(configId: number) => number> {
  const rows = await em.execute<{ id: number; waiting: number }[]>(
    `select evolution_config_id as id, count(*) as waiting from deliveries
     where status in ('queued', 'waiting_connection', 'held') and due_at <= ? group by evolution_config_id`,
    [toSqlInstant(now)],
  );
  const counts = new Map(rows.map(({ id, waiting }) => [Number(id), Number(waiting)]));
  return configId => counts.get(configId) ?? 0;
}
