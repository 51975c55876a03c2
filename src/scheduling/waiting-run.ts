import type { Schedule } from '../db/entities/index.ts';
import { fromSqlInstant } from '../db/instant-type.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { UserError } from '../errors.ts';
import type { ScheduleInput } from './create-schedule.ts';

/**
 * Refuses a change of when, to whom or what while a run waits for the connection and nothing of it has left: it would go
 * out as it was, and then once more as it is. A run that has begun goes on as it began, and that is told.
 *
 * @throws UserError `run_waits` (409) {id, plannedAt, timezone}
 */
export async function refuseWaitingRun(
  em: Em,
  { id, timezone }: Schedule,
  { timed, recipients, content }: Partial<ScheduleInput>,
): Promise<void> {
  if (!timed && !recipients && !content) return;
  const [run] = await selectRows<{ planned: string }>(
    em,
    `select o.planned_at as planned from occurrences o
     where o.schedule_id = ? and o.status = 'firing'
       and exists (select 1 from deliveries d where d.occurrence_id = o.id and d.status = 'waiting_connection')
       and not exists (
         select 1 from deliveries d
         where d.occurrence_id = o.id and d.status not in ('queued', 'waiting_connection', 'skipped')
       )
     limit 1`,
    [id],
  );
  if (run) throw new UserError('run_waits', { id, plannedAt: fromSqlInstant(run.planned), timezone }, 409);
}
