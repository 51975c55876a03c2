import { type EvolutionConfig, Schedule } from '../db/entities/index.ts';
import { fromSqlInstant, toSqlInstant } from '../db/instant-type.ts';
import { isSqlite } from '../db/orm.ts';
import { changeRows, type SqlValue, selectRows } from '../db/statements.ts';
import { CAP_WAIT_HOURS, DAILY_CAP, messageGoesOn, NIGHT, runGoesOn } from '../scheduling/cap-wait.ts';
import { paceOf } from '../scheduling/paces.ts';
import { endOfQuiet } from '../scheduling/quiet-hours.ts';
import { noteWhere } from '../scheduling/trail.ts';
import type { Work } from '../scheduling/work.ts';
import { tellCapped } from './cap-notices.ts';
import type { DeliveryDeps } from './deps.ts';

/** Both values of `to_group`, for the claim's index. */
const DUE = `d.status in ('queued', 'waiting_connection') and d.evolution_config_id = ? and d.to_group in (0, 1)
  and d.next_attempt_at <= ?`;

/** What waits and goes on at one hour: the runs of a schedule, or messages that were written at one instant. */
interface Waiting {
  schedule: number | null;
  writtenAt: string | null;
  /** Messages that no cap has put off before. */
  fresh: number;
}

/**
 * Puts off to another day what an instance would send now, when its daily cap is reached: each run to its schedule's own
 * hour, what was written by hand to the hour at which it was written. That time does not count towards
 * `send_within_minutes`, for seven days in all; after them it does, and what it ends has failed. The authors of runs
 * that are put off for the first time are told. Call it under the instance's row lock. See ADR 20.
 *
 * @param freshFrom when the cap's next day begins
 */
export async function holdForCap(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  { now, freshFrom }: { now: Temporal.Instant; freshFrom: Temporal.Instant },
): Promise<void> {
  const { em } = work;
  const due = [config.id, toSqlInstant(now)];
  const over = `update deliveries as d set status = 'failed', reason = ?, updated_at = ? where ${DUE} and give_up_at <= ?`;
  await changeRows(em, over, [DAILY_CAP, toSqlInstant(now), ...due, toSqlInstant(now)]);
  const waiting = await waitingNow(work, due);
  const ids = waiting.flatMap(({ schedule }) => schedule ?? []);
  const schedules = await em.find(Schedule, { id: { $in: ids } }, { populate: ['createdByAdmin'] });
  const byId = new Map(schedules.map(schedule => [schedule.id, schedule]));
  for (const one of waiting) {
    const schedule = byId.get(one.schedule ?? 0);
    const until = schedule
      ? runGoesOn(schedule, freshFrom)
      : messageGoesOn(fromSqlInstant(one.writtenAt!), freshFrom, work.timezone);
    const which = schedule ? 'd.schedule_id = ?' : 'd.schedule_id is null and d.created_at = ?';
    const where = { sql: `${DUE} and ${which}`, values: [...due, schedule?.id ?? one.writtenAt] };
    if (schedule && one.fresh > 0) await tellCapped(work, deps, config, schedule, { until, where });
    await putOff(work, where, { now, until });
  }
}

/**
 * Lets what was written by hand, and has been put off by the daily cap, wait for the morning: it was not written for
 * the night. Call it under the instance's row lock.
 */
export async function holdCappedAtNight(work: Work, config: EvolutionConfig, now: Temporal.Instant): Promise<void> {
  const until = endOfQuiet(NIGHT, now.toZonedDateTimeISO(work.timezone));
  if (paceOf(config).dailyCap === null || !until) return;
  const sql = `${DUE} and d.schedule_id is null and d.capped_at is not null and d.give_up_at > ?`;
  await putOff(work, { sql, values: [config.id, toSqlInstant(now), toSqlInstant(now)] }, { now, until });
}

/** A few rows, however many messages: what is due by hour. */
async function waitingNow({ em }: Work, due: readonly SqlValue[]): Promise<Waiting[]> {
  const rows = await selectRows<{ schedule: number | null; writtenAt: string | null; fresh: number }>(
    em,
    `select d.schedule_id as schedule, case when d.schedule_id is null then d.created_at end as writtenAt,
       sum(case when d.capped_at is null then 1 else 0 end) as fresh
     from deliveries d where ${DUE} group by 1, 2`,
    due,
  );
  return rows.map(({ schedule, writtenAt, fresh }) => ({
    ...{ schedule: schedule === null ? null : Number(schedule), writtenAt, fresh: Number(fresh) },
  }));
}

/** @param where a condition on due `deliveries d` that have not given up */
async function putOff(
  work: Work,
  where: { sql: string; values: readonly SqlValue[] },
  { now, until }: { now: Temporal.Instant; until: Temporal.Instant },
): Promise<void> {
  const { em } = work;
  await noteWhere(work, where, 'waited', { reason: DAILY_CAP, until: until.toString() });
  const [at, next] = [toSqlInstant(now), toSqlInstant(until)];
  const waitMs = until.epochMilliseconds - now.epochMilliseconds;
  const later = isSqlite(em)
    ? `strftime('%Y-%m-%d %H:%M:%f', give_up_at, '+${waitMs / 1000} seconds')`
    : `timestampadd(microsecond, ${waitMs * 1000}, give_up_at)`;
  const held = `reason = '${DAILY_CAP}', capped_at = coalesce(capped_at, ?), updated_at = ?`;
  const freeSince = toSqlInstant(until.subtract({ hours: CAP_WAIT_HOURS }));
  await changeRows(
    em,
    `update deliveries as d set give_up_at = ${later}, next_attempt_at = ?, ${held}
     where ${where.sql} and (capped_at is null or capped_at >= ?)`,
    [next, at, at, ...where.values, freeSince],
  );
  // Whose days are over goes on as long as its time lasts.
  await changeRows(
    em,
    `update deliveries as d set next_attempt_at = case when give_up_at > ? then ? else give_up_at end, ${held}
     where ${where.sql}`,
    [next, next, at, at, ...where.values],
  );
}
