import { toSqlInstant } from '../db/instant-type.ts';
import { jsonRows } from '../db/json-rows.ts';
import { type Em, isSqlite } from '../db/orm.ts';
import { changeRows } from '../db/statements.ts';
import { latest } from '../schedule/instants.ts';
import { firstInstantAfter } from '../schedule/recurrence.ts';
import { recipientsOfAll } from '../scheduling/recipients.ts';
import { AT_ONCE, type Made, makeDeliveries } from '../scheduling/run-deliveries.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import { isLate, windowStart } from './catch-up.ts';
import type { Due } from './claim-due.ts';

/** A due occurrence of the usual kind, and the next instant of its schedule. */
export interface Usual {
  due: Due;
  next: Temporal.Instant | null;
}

/**
 * The next instant of an occurrence of the usual kind: its schedule is active and has no other occurrence to heed,
 * nobody moved it, it is not too late, and no later instant of its rule has come. That is nearly every one, and they are
 * fired together; whatever else there may be is looked at one by one.
 *
 * @returns undefined for one of another kind
 */
export function usual(due: Due, now: Temporal.Instant): Usual | undefined {
  const { schedule, plannedAt, dueAt, isAlone } = due;
  if (!isAlone || schedule.status !== 'active' || !dueAt.equals(plannedAt)) return undefined;
  if (Temporal.Instant.compare(dueAt, windowStart(schedule, now)) < 0) return undefined;
  const next = firstInstantAfter(timedOf(schedule), plannedAt);
  return next && Temporal.Instant.compare(next, now) <= 0 ? undefined : { due, next };
}

/**
 * Starts them and plans what comes next, in as many statements for a hundred as for one.
 *
 * @returns the occurrences whose runs have to be finished, and those that had nobody to send to
 */
export async function startUsual(
  work: Work,
  usuals: readonly Usual[],
): Promise<{ big: number[]; empty: ReadonlySet<number> }> {
  const { em, now } = work;
  const recipients = await recipientsOfAll(
    em,
    usuals.map(({ due }) => due.schedule.id),
  );
  const runs = usuals.map(({ due: { id, schedule, plannedAt, dueAt } }) => ({
    ...{ occurrence: id, schedule: schedule.id, evolutionConfig: schedule.evolutionConfig, plannedAt, dueAt },
    ...{ timezone: schedule.timezone, content: { body: schedule.body, variables: schedule.variables } },
    ...{ mentionAll: schedule.mentionAll, sendWithinMinutes: schedule.sendWithinMinutes },
    recipients: recipients.get(schedule.id) ?? [],
  }));
  const made = await makeDeliveries(work, runs, AT_ONCE);
  const rows = usuals.map(({ due, next }, index) => ({
    ...{ occurrence: due.id, schedule: due.schedule.id, next_at: next && toSqlInstant(next) },
    at: toSqlInstant(latest(now, due.dueAt)),
    ...{ is_late: Number(isLate(due.dueAt, now)), empty_why: made[index]!.empty },
  }));
  await write(em, JSON.stringify(rows));
  for (const { next } of usuals) if (next) work.ring(next);
  const idsWhere = (is: (run: Made) => boolean) =>
    usuals.filter((_, index) => is(made[index]!)).map(({ due }) => due.id);
  return { big: idsWhere(run => run.isUnmade), empty: new Set(idsWhere(run => run.empty !== null)) };
}

/** Named unlike the columns that they are written to, so that those need no table's name before them. */
const ROWS = {
  occurrence: 'id',
  schedule: 'id',
  at: 'key',
  next_at: 'key',
  is_late: 'flag',
  empty_why: 'key', // EMPTY is MySQL's own word
} as const;

async function write(em: Em, rows: string): Promise<void> {
  const started = changing(
    em,
    'occurrences',
    'occurrence',
    `status = case when given.empty_why is null then 'firing' else 'done' end, reason = given.empty_why,
     late = given.is_late, fired_at = given.at, finished_at = case when given.empty_why is not null then given.at end`,
  );
  const ended = `given.next_at is null`;
  const planned = changing(
    em,
    'schedules',
    'schedule',
    `last_run_at = given.at, next_run_at = given.next_at,
     status = case when ${ended} then 'finished' else 'active' end,
     updated_at = case when ${ended} then given.at else updated_at end`,
  );
  const next = `insert into occurrences (schedule_id, planned_at, due_at, status)
    select schedule, next_at, next_at, 'planned' from ${jsonRows(em, ROWS)} given where next_at is not null`;
  for (const sql of [started, planned, next]) await changeRows(em, sql, [rows]);
}

/** An update with what each of the given rows says; the two databases spell it differently. */
function changing(em: Em, table: string, key: string, set: string): string {
  const given = `${jsonRows(em, ROWS)} given`;
  const where = `${table}.id = given.${key}`;
  return isSqlite(em)
    ? `update ${table} set ${set} from ${given} where ${where}`
    : `update ${given} straight_join ${table} on ${where} set ${set}`;
}
