import { type EvolutionConfig, Schedule } from '../db/entities/index.ts';
import { fromSqlInstant } from '../db/instant-type.ts';
import { idRows, jsonRows } from '../db/json-rows.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import { messageGoesOn, runGoesOn } from './cap-wait.ts';
import type { Load } from './forecast.ts';
import { timedOf } from './timed.ts';

/** A shop's schedules many times over; of more, those that come first. */
const MAX_SCHEDULES = 500;
/** Sends of one schedule that are foreseen: one an hour for a week. */
const MAX_SENDS = 7 * 24;

type Instance = Pick<EvolutionConfig, 'id'>;

/** A send that the rule of a schedule foresees. */
export interface PlannedLoad extends Load {
  /** Whether its rule has no end. */
  isEndless: boolean;
}

interface QueuedRow {
  schedule: number | null;
  writtenAt: string | null;
  at: string;
  giveUpAt: string;
  cappedAt: string | null;
  messages: number;
}

/** What an instance has queued, in the order in which it would leave. @param timezone of the installation */
export async function queuedLoads(em: Em, { id }: Instance, timezone: string): Promise<Load[]> {
  await em.flush();
  const rows = await selectRows<QueuedRow>(
    em,
    `select d.schedule_id as schedule, case when d.schedule_id is null then d.created_at end as writtenAt,
       d.next_attempt_at as at, max(d.give_up_at) as giveUpAt, min(d.capped_at) as cappedAt, count(*) as messages
     from deliveries d
     where d.status in ('queued', 'waiting_connection') and d.evolution_config_id = ? and d.to_group in (0, 1)
     group by 1, 2, 3 order by 3, min(d.id)`,
    [id],
  );
  const ids = rows.flatMap(({ schedule }) => (schedule === null ? [] : Number(schedule)));
  const schedules = new Map((await em.find(Schedule, { id: { $in: ids } })).map(one => [one.id, one]));
  return rows.map(({ schedule: scheduleId, writtenAt, at, giveUpAt, cappedAt, messages }) => {
    const schedule = schedules.get(Number(scheduleId));
    return {
      ...{ messages: Number(messages), at: fromSqlInstant(at), giveUpAt: fromSqlInstant(giveUpAt) },
      ...{ cappedAt: cappedAt ? fromSqlInstant(cappedAt) : null, byHand: !schedule },
      goesOn: from =>
        schedule ? runGoesOn(schedule, from) : messageGoesOn(fromSqlInstant(writtenAt ?? at), from, timezone),
    };
  });
}

/**
 * What the active schedules of an instance will send in `[from, until)`, in order. Who has a birthday then is not counted.
 *
 * @param options.except the schedule that is being changed
 */
export async function plannedLoads(
  em: Em,
  { id }: Instance,
  { from, until, except }: { from: Temporal.Instant; until: Temporal.Instant; except: number | null },
): Promise<PlannedLoad[]> {
  const schedules = await em.find(
    Schedule,
    { evolutionConfig: id, status: 'active', nextRunAt: { $lt: until }, ...(except ? { id: { $ne: except } } : {}) },
    { orderBy: { nextRunAt: 'asc', id: 'asc' }, limit: MAX_SCHEDULES },
  );
  if (schedules.length === 0) return [];
  const chats = await chatsOf(
    em,
    schedules.map(schedule => schedule.id),
  );
  const after = from.subtract({ milliseconds: 1 });
  const loads = schedules.flatMap(schedule => {
    const messages = chats.get(schedule.id) ?? 0;
    if (messages === 0) return [];
    const { rrule, count, until: last } = schedule.rule;
    const isEndless = rrule !== null && count === null && last === null;
    const goesOn = (freshFrom: Temporal.Instant) => runGoesOn(schedule, freshFrom);
    return nextInstants(timedOf(schedule), { after, before: until, count: MAX_SENDS }).map(at => ({
      ...{ messages, at, goesOn, isEndless, giveUpAt: at.add({ minutes: schedule.sendWithinMinutes }) },
      ...{ cappedAt: null, byHand: false },
    }));
  });
  return loads.toSorted((one, other) => Temporal.Instant.compare(one.at, other.at));
}

/** How many chats schedules are for: a person in two lists counts twice, for this is only looked ahead. */
async function chatsOf(em: Em, ids: readonly number[]): Promise<Map<number, number>> {
  const rows = await selectRows<{ id: number; chats: number }>(
    em,
    `select r.schedule_id as id, sum(case g.kind
         when 'list' then (select count(*) from group_members m where m.group_id = g.id)
         when 'dynamic' then 0 else 1 end) as chats
     from ${jsonRows(em, { id: 'id' })} given cross join schedule_recipients r on r.schedule_id = given.id
     left join recipient_groups g on g.id = r.group_id group by r.schedule_id`,
    [idRows(ids)],
  );
  return new Map(rows.map(({ id, chats }) => [Number(id), Number(chats)]));
}
