/** A run without anybody to send to: its author is told, and not every day again. */
import { Occurrence } from '../db/entities/index.ts';
import { latest } from '../schedule/instants.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import { EMPTY_RUN, isEmptyRun } from '../scheduling/empty-run.ts';
import { groupsById } from '../scheduling/find-chats.ts';
import { recipientsOf } from '../scheduling/recipients.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { aboutSchedule, tellAuthor } from './notices.ts';

const DAY_HOURS = 24;
/** An empty list is a slip that somebody can mend: she is reminded while it lasts. */
const REMIND_DAYS = 7;
/** A day without a birthday is none. A month without one may mean that the dates are missing. */
const REMIND_BIRTHDAYS_DAYS = 30;

/**
 * Tells a schedule's author that nothing went out because there was nobody: of the first such run since there was
 * somebody, and then once a week. Of a birthday group, whose days are mostly empty, the very first one, and each month
 * in which nobody had a birthday.
 *
 * @param run with its schedule and whoever made it
 */
export async function tellNobody(work: Work, deps: Pick<DeliveryDeps, 'say'>, run: Occurrence): Promise<void> {
  if (!isEmptyRun(run)) return;
  const { em, now } = work;
  const { schedule, plannedAt, reason } = run;
  const recipients = await recipientsOf(em, schedule);
  const groups = await groupsById(em, new Set(recipients.flatMap(one => (one.type === 'group' ? one.id : []))));
  const kinds = [...groups.values()].map(({ kind }) => kind);
  const isBirthday = kinds.length === recipients.length && kinds.length > 0 && kinds.every(kind => kind === 'dynamic');
  if (!(await isNews(work, run, isBirthday))) return;
  const text = deps.say('avisos/ninguem', {
    ...{ ...aboutSchedule(schedule), now, plannedAt, isBirthday, isOptedOut: reason === 'all_opted_out' },
    lists: [...groups.values()].filter(({ kind }) => kind === 'list').map(({ name }) => name),
    goesOn: nextInstants(timedOf(schedule), { after: latest(now, plannedAt), count: 1 }).length > 0,
  });
  await tellAuthor(work, schedule, text);
}

async function isNews({ em }: Work, { schedule, plannedAt }: Occurrence, isBirthday: boolean): Promise<boolean> {
  await em.flush();
  const before = { schedule: schedule.id, status: { $in: ['firing', 'done'] as const }, plannedAt: { $lt: plannedAt } };
  const somebody = { ...before, $or: [{ reason: null }, { reason: { $nin: [...EMPTY_RUN] } }] };
  const [last] = await em.find(Occurrence, somebody, { orderBy: { plannedAt: 'desc' }, limit: 1 });
  const empty = { ...before, reason: { $in: [...EMPTY_RUN] } };
  const since = { ...empty, plannedAt: { $lt: plannedAt, ...(last && { $gt: last.plannedAt }) } };
  const [first] = await em.find(Occurrence, since, { orderBy: { plannedAt: 'asc' }, limit: 1 });
  if (!first) return !isBirthday || (await em.count(Occurrence, empty)) === 0;
  const [previous] = await em.find(Occurrence, since, { orderBy: { plannedAt: 'desc' }, limit: 1 });
  const everyDays = isBirthday ? REMIND_BIRTHDAYS_DAYS : REMIND_DAYS;
  const reminders = (at: Temporal.Instant) =>
    Math.floor(at.since(first.plannedAt).total('hours') / (everyDays * DAY_HOURS));
  return reminders(plannedAt) > reminders(previous!.plannedAt);
}
