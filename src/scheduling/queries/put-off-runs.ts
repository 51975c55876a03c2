import { fromSqlInstant, toSqlInstant } from '../../db/instant-type.ts';
import type { Em } from '../../db/orm.ts';
import { selectRows } from '../../db/statements.ts';
import { DAILY_CAP } from '../cap-wait.ts';

/** What a daily cap left of the runs of a schedule, and when it goes on. */
export interface PutOffRun {
  id: number;
  title: string;
  timezone: string;
  at: Temporal.Instant;
  messages: number;
}

/**
 * What waits for another day's cap, by the hour at which it goes on.
 *
 * @param of one schedule, or a period: `from` inclusive, `to` exclusive
 */
export async function putOffRuns(
  em: Em,
  of: { schedule: number } | { from: Temporal.Instant; to: Temporal.Instant },
): Promise<PutOffRun[]> {
  const [condition, values] =
    'schedule' in of
      ? ['d.schedule_id = ?', [of.schedule]]
      : ['d.next_attempt_at >= ? and d.next_attempt_at < ?', [toSqlInstant(of.from), toSqlInstant(of.to)]];
  const rows = await selectRows<{ id: number; title: string; timezone: string; at: string; messages: number }>(
    em,
    `select s.id, s.title, s.timezone, d.next_attempt_at as at, count(*) as messages
     from deliveries d join schedules s on s.id = d.schedule_id
     where d.status = 'queued' and d.reason = ? and ${condition}
     group by s.id, s.title, s.timezone, d.next_attempt_at order by d.next_attempt_at, s.id`,
    [DAILY_CAP, ...values],
  );
  return rows.map(({ id, at, messages, ...row }) => ({
    ...{ ...row, id: Number(id), at: fromSqlInstant(at), messages: Number(messages) },
  }));
}
