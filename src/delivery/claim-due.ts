import { fromSqlInstant, toSqlInstant } from '../db/instant-type.ts';
import { idRows, jsonRows } from '../db/json-rows.ts';
import { type Em, isSqlite } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import type { Rule } from '../schedule/reading.ts';

/** A due occurrence, locked, with what its schedule (locked as well) says now. */
export interface Due {
  id: number;
  plannedAt: Temporal.Instant;
  dueAt: Temporal.Instant;
  schedule: DueSchedule;
  /** Whether its schedule has other occurrences planned, under way, or behind its instant. */
  isAlone: boolean;
}

export interface DueSchedule {
  id: number;
  status: string;
  rule: Rule;
  anchor: string;
  timezone: string;
  skipHolidays: string | null;
  catchUp: 'send_late' | 'skip';
  catchUpMinutes: number;
  sendWithinMinutes: number;
  mentionAll: boolean;
  evolutionConfig: number;
  body: string;
  variables: Record<string, string>;
}

interface OccurrenceRow {
  id: number;
  schedule_id: number;
  planned_at: string;
  due_at: string;
}

interface ScheduleRow {
  id: number;
  status: string;
  rule: string | Rule;
  anchor: string;
  timezone: string;
  skip_holidays: string | null;
  catch_up: 'send_late' | 'skip';
  catch_up_minutes: number;
  send_within_minutes: number;
  mention_all: number;
  evolution_config_id: number;
  text: string | null;
  body: string | null;
  variables: string | Record<string, string>;
}

/** Which planned occurrences are looked at, in the order in which they are due. */
export interface DueRange {
  /** Only what comes after this one. */
  after?: Pick<Due, 'id' | 'dueAt'>;
  until: Temporal.Instant;
  limit: number;
}

/** Before every occurrence that is due at this instant or later: ids begin with 1. */
export const justBefore = (dueAt: Temporal.Instant) => ({ id: 0, dueAt });

const FROM_THE_FIRST = justBefore(Temporal.Instant.fromEpochMilliseconds(0));
/** Has the rows in the order in which they are taken. */
const CLAIM_INDEX = 'occurrences_status_due_at_index';

/**
 * Locks the occurrences of a range, and then their schedules; verbs lock in this order too. An occurrence that somebody
 * else holds is skipped: so nothing may be locked that is not returned, or all would believe of it that another one has
 * it. MySQL locks whatever it reads, and by any other index it would read all that are due, to sort them.
 * Four statements, however many there are.
 */
export async function claimDue(em: Em, { after = FROM_THE_FIRST, until, limit }: DueRange): Promise<Due[]> {
  // SQLite has one writer at a time, and finds the index by itself.
  const [index, skipLocked, lock] = isSqlite(em)
    ? ['', '', '']
    : [` force index (${CLAIM_INDEX})`, ' for update skip locked', ' for update of s'];
  const claimed = await selectRows<OccurrenceRow>(
    em,
    `select id, schedule_id, planned_at, due_at from occurrences${index}
     where status = 'planned' and due_at between ? and ? and (due_at > ? or id > ?)
     order by due_at, id limit ${limit}${skipLocked}`,
    [toSqlInstant(after.dueAt), toSqlInstant(until), toSqlInstant(after.dueAt), after.id],
  );
  if (claimed.length === 0) return [];
  const ids = idRows(new Set(claimed.map(row => Number(row.schedule_id)).sort((a, b) => a - b)));
  const schedules = await selectRows<ScheduleRow>(
    em,
    `select s.id, s.status, s.rule, s.anchor, s.timezone, s.skip_holidays, s.catch_up, s.catch_up_minutes,
       s.send_within_minutes, s.mention_all, s.evolution_config_id, s.text, t.body, s.variables
     from ${jsonRows(em, { id: 'id' })} given cross join schedules s on s.id = given.id
     left join message_templates t on t.id = s.template_id${lock}`,
    [ids],
  );
  const accompanied = await accompaniedAmong(em, claimed);
  const byId = new Map(schedules.map(row => [Number(row.id), scheduleOf(row)]));
  return claimed.map(row => ({
    id: Number(row.id),
    plannedAt: fromSqlInstant(row.planned_at),
    dueAt: fromSqlInstant(row.due_at),
    schedule: byId.get(Number(row.schedule_id))!,
    isAlone: !accompanied.has(Number(row.schedule_id)),
  }));
}

/** The schedules that have more than what was claimed: each of the two questions has an index of its own. */
async function accompaniedAmong(em: Em, claimed: readonly OccurrenceRow[]): Promise<ReadonlySet<number>> {
  const given = jsonRows(em, { id: 'id', schedule: 'id', plannedAt: 'key' });
  const rows = await selectRows<{ schedule_id: number }>(
    em,
    `select o.schedule_id from ${given} given
       cross join occurrences o on o.schedule_id = given.schedule and o.planned_at > given.plannedAt
     union
     select o.schedule_id from ${given} given
       cross join occurrences o on o.schedule_id = given.schedule and o.status in ('planned', 'firing')
       where o.id <> given.id`,
    Array(2).fill(
      JSON.stringify(
        claimed.map(({ id, schedule_id, planned_at }) => ({ id, schedule: schedule_id, plannedAt: planned_at })),
      ),
    ),
  );
  return new Set(rows.map(row => Number(row.schedule_id)));
}

/** JSON is text in SQLite; MySQL's driver has read it already. */
const read = <T>(json: string | T): T => (typeof json === 'string' ? (JSON.parse(json) as T) : json);

function scheduleOf(row: ScheduleRow): DueSchedule {
  return {
    ...{ id: Number(row.id), status: row.status, rule: read(row.rule), anchor: row.anchor, timezone: row.timezone },
    ...{ skipHolidays: row.skip_holidays, catchUp: row.catch_up, catchUpMinutes: row.catch_up_minutes },
    ...{ sendWithinMinutes: row.send_within_minutes, mentionAll: Boolean(row.mention_all) },
    evolutionConfig: Number(row.evolution_config_id),
    ...{ body: row.body ?? row.text ?? '', variables: read(row.variables) },
  };
}
