import { Delivery, type EvolutionConfig } from '../../db/entities/index.ts';
import { fromSqlInstant, toSqlInstant } from '../../db/instant-type.ts';
import { isSqlite } from '../../db/orm.ts';
import { changeRows, type SqlValue, selectRows } from '../../db/statements.ts';
import { CATCH_UP_MINUTES } from '../send-within.ts';
import { noteWhere } from '../trail.ts';
import { speakerFor, whoDecides } from '../voices.ts';
import type { Work } from '../work.ts';
import { askAboutLate, LATE } from './late-question.ts';
import { heldOnPurpose, stoppedSince } from './stopped-time.ts';
import { type Stops, stopsOf } from './stops.ts';
import { stretch } from './stretches.ts';

/** Messages that wait, of one run or one `/enviar`, and should have left at one instant. */
interface Waiting {
  occurrenceId: number | null;
  scheduleId: number | null;
  firstId: number;
  /** From when on they are late. */
  since: Temporal.Instant;
  /** As the column has it. */
  sinceSql: string;
  catchUpMinutes: number;
  /** When its run came due and when it was started: later where we were away ourselves. */
  started: { dueAt: Temporal.Instant; firedAt: Temporal.Instant } | null;
}

/** Later than this a message is late, however small `catch_up_minutes` is. */
const LEAST_MINUTES = 1;

const WAITS = `d.evolution_config_id = ? and d.status in ('queued', 'waiting_connection') and d.to_group in (0, 1)`;
const SINCE = 'coalesce(d.wanted_at, d.due_at)';
/** Why a message is put off until something else is over, which decides when it goes. */
export const PUT_OFF_REASONS = ['silence', 'quiet_hours', 'daily_cap'] as const;
const PUT_OFF = `(d.next_attempt_at > ? and coalesce(d.reason, '') in ('${PUT_OFF_REASONS.join("', '")}'))`;

/**
 * Holds what an outage or a silence made later than its `catch_up_minutes`, from now on until a person says whether it is
 * still to be sent, or its time is up. Call it under the instance's row lock, when the instance could send again.
 *
 * @returns a delivery of each run or `/enviar` of which something is held
 */
export async function holdLate(work: Work, config: EvolutionConfig): Promise<Delivery[]> {
  const { em, now } = work;
  const waiting = await waitingSince(work, config.id, now.subtract({ minutes: LEAST_MINUTES }));
  if (waiting.length === 0) return [];
  const stops = await stopsOf(work, config, now);
  const held: number[] = [];
  for (const one of waiting) {
    if (!(await isLate(work, stops, one))) continue;
    await hold(work, config.id, one);
    held.push(one.firstId);
  }
  return em.find(Delivery, { id: { $in: held } }, { orderBy: { id: 'asc' }, populate: ['schedule'], refresh: true });
}

/** Asks whoever made these what is to become of them: one question to each person, for all of it. */
export async function askWhoDecides(work: Work, held: readonly Delivery[]): Promise<void> {
  const { em } = work;
  const asked = new Set<number>();
  for (const delivery of held) {
    for (const admin of await whoDecides(em, delivery)) {
      if (asked.has(admin.id)) continue;
      asked.add(admin.id);
      await askAboutLate(work, { admin, by: await speakerFor(em, delivery.evolutionConfig.id) });
    }
  }
}

async function isLate({ em, now }: Work, stops: Stops, one: Waiting): Promise<boolean> {
  const boundMs = Math.max(LEAST_MINUTES, one.catchUpMinutes) * 60_000;
  const away = one.started ? [stretch(one.started.dueAt, one.started.firedAt)] : [];
  if (stoppedSince(stops, one.since, now, { away, held: [] }).stoppedMs <= boundMs) return false;
  const { held } = await heldOnPurpose(em, { deliveryId: one.firstId, scheduleId: one.scheduleId }, now);
  return stoppedSince(stops, one.since, now, { away, held }).stoppedMs > boundMs;
}

async function waitingSince({ em, now }: Work, configId: number, until: Temporal.Instant): Promise<Waiting[]> {
  const rows = await selectRows<{
    occurrence: number | null;
    schedule: number | null;
    first: number;
    since: string;
    catchUp: number | null;
    due: string | null;
    fired: string | null;
  }>(
    em,
    `select w.occurrence_id as occurrence, w.schedule_id as schedule, w.first_id as first, w.since,
       s.catch_up_minutes as catchUp, o.due_at as due, o.fired_at as fired
     from (
       select d.occurrence_id, d.schedule_id, ${SINCE} as since, min(d.id) as first_id
       from deliveries d where ${WAITS} and ${SINCE} < ? and not ${PUT_OFF}
       group by d.occurrence_id, d.schedule_id, ${SINCE}
     ) w
     left join occurrences o on o.id = w.occurrence_id
     left join schedules s on s.id = w.schedule_id
     order by w.first_id`,
    [configId, toSqlInstant(until), toSqlInstant(now)],
  );
  return rows.map(row => ({
    occurrenceId: row.occurrence === null ? null : Number(row.occurrence),
    scheduleId: row.schedule === null ? null : Number(row.schedule),
    ...{ firstId: Number(row.first), since: fromSqlInstant(row.since), sinceSql: row.since },
    catchUpMinutes: row.catchUp ?? CATCH_UP_MINUTES,
    started: row.due && row.fired ? { dueAt: fromSqlInstant(row.due), firedAt: fromSqlInstant(row.fired) } : null,
  }));
}

async function hold(work: Work, configId: number, one: Waiting): Promise<void> {
  const { em, now } = work;
  const same = isSqlite(em) ? 'is' : '<=>';
  const where = `${WAITS} and d.occurrence_id ${same} ? and ${SINCE} = ? and not ${PUT_OFF}`;
  const values: SqlValue[] = [configId, one.occurrenceId, one.sinceSql, toSqlInstant(now)];
  await noteWhere(work, { sql: where, values }, 'waited', { reason: LATE });
  const ids = `select id from (select d.id from deliveries d where ${where}) as late`;
  const set = `status = 'held', reason = '${LATE}', updated_at = ?`;
  await changeRows(em, `update deliveries set ${set} where id in (${ids})`, [toSqlInstant(now), ...values]);
}
