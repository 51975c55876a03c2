import { Schedule } from '../db/entities/index.ts';
import { fromSqlInstant, toSqlInstant } from '../db/instant-type.ts';
import { selectRows } from '../db/statements.ts';
import { planNext } from '../scheduling/plan-next.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';

/** How far ahead alarms are set: farther ones would only lie in the job store. */
const HORIZON_MS = 6 * 60 * 60 * 1_000;

/** The distinct instants of the next hours at which something is due: one alarm each, however many schedules share it. */
export function dueInstants(deps: DeliveryDeps): Promise<Temporal.Instant[]> {
  return dueWithin(deps, HORIZON_MS);
}

/** The distinct instants until then at which something is due, with those that have passed and whose turn is still to come. */
export async function dueWithin(deps: DeliveryDeps, ms: number): Promise<Temporal.Instant[]> {
  const until = toSqlInstant(deps.work.clock.now().add({ milliseconds: ms }));
  const rows = await selectRows<{ at: string }>(
    deps.work.em.fork(),
    `select distinct due_at as at from occurrences where status = 'planned' and due_at <= ?
       union
       select resume_at from schedules where status = 'paused' and resume_at <= ? order by at`,
    [until, until],
  );
  return rows.map(row => fromSqlInstant(row.at));
}

/** The next instant at which anything will go out: a planned occurrence, a message that waits, or one
 * of a schedule whose pause ends. Null when nothing will. */
export async function nextDue(deps: DeliveryDeps): Promise<Temporal.Instant | null> {
  const [row] = await deps.work.em.fork().execute<{ at: string | null }[]>(
    `select min(at) as at from (
       select min(due_at) as at from occurrences where status = 'planned'
       union all
       select min(next_attempt_at) from deliveries where status in ('queued', 'waiting_connection')
       union all
       select min(resume_at) from schedules where status = 'paused'
     ) coming`,
  );
  return row?.at ? fromSqlInstant(row.at) : null;
}

/**
 * Plans the next occurrence of active schedules that have none. No verb leaves such a schedule behind; this is the
 * belt for rows that were changed by hand or restored from a backup.
 */
export async function planMissing(deps: DeliveryDeps): Promise<number> {
  return runWork(deps.work, SYSTEM, async work => {
    const rows = await work.em.execute<{ id: number }[]>(
      `select s.id from schedules s where s.status = 'active' and not exists (
         select 1 from occurrences o where o.schedule_id = s.id and o.status = 'planned'
       ) limit 100`,
    );
    const schedules = await work.em.find(Schedule, { id: { $in: rows.map(row => Number(row.id)) } });
    for (const schedule of schedules) await planNext(work, schedule, work.now);
    return schedules.length;
  });
}
