import { Admin, AuditEntry, type Delivery, EvolutionConfig, Occurrence, type Schedule } from '../db/entities/index.ts';
import { describePlainly } from '../schedule/describe-plainly.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import type { Backlog } from './backlog.ts';
import { byReason } from './by-reason.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice } from './voices.ts';

/** Enough to know who had some of a run sent again. */
const RETRIES_LOOKED_FOR = 500;

/** Tells the schedule's author which instants were missed, and whether one was sent late. */
export async function tellMissed(work: Work, deps: DeliveryDeps, schedule: Schedule, backlog: Backlog): Promise<void> {
  const text = deps.say('avisos/perdidos', {
    ...aboutSchedule(schedule),
    missed: backlog.missedCount,
    first: backlog.firstMissedAt,
    last: backlog.lastMissedAt,
    sentLate: backlog.send !== null,
    goesOn: nextInstants(timedOf(schedule), { after: work.now, count: 1 }).length > 0,
  });
  await tellAuthor(work, schedule, text);
}

/** Tells the schedule's author that an instant was left out, because the run before it has messages left to send. */
export async function tellOverlap(
  work: Work,
  deps: DeliveryDeps,
  schedule: Schedule,
  overlap: { skipped: Temporal.Instant; running: Temporal.Instant; left: number; isCapped: boolean },
): Promise<void> {
  await tellAuthor(work, schedule, deps.say('avisos/sobreposto', { ...aboutSchedule(schedule), ...overlap }));
}

/** Tells the schedule's author that a run goes out late. */
export async function tellLate(work: Work, deps: DeliveryDeps, schedule: Schedule, run: Occurrence): Promise<void> {
  const minutes = Math.max(1, Math.round(work.now.since(run.dueAt).total('minutes')));
  const text = deps.say('avisos/atrasado', { ...aboutSchedule(schedule), now: work.now, dueAt: run.dueAt, minutes });
  await tellAuthor(work, schedule, text);
}

/**
 * Tells the schedule's author, and whoever sent some of it again, who did not get the message of a run, and why not.
 * (About those who may not have, she is asked.)
 */
export async function tellFailures(
  work: Work,
  deps: DeliveryDeps,
  occurrenceId: number,
  failed: readonly Delivery[],
): Promise<void> {
  const occurrence = await work.em.findOneOrFail(Occurrence, occurrenceId, { populate: ['schedule.createdByAdmin'] });
  const { schedule, plannedAt } = occurrence;
  const text = deps.say('avisos/falhas', {
    ...aboutSchedule(schedule),
    plannedAt,
    ...failuresOf(failed),
  });
  await tellAuthor(work, schedule, text, await whoSentAgain(work, failed));
}

/** The admins who had any of these sent again. */
async function whoSentAgain({ em }: Work, failed: readonly Delivery[]): Promise<Admin[]> {
  const ids = failed.slice(0, RETRIES_LOOKED_FOR).map(({ id }) => id);
  const ofThese = { entityType: 'log', entityId: { $in: ids }, action: 'log.retry', actorType: 'admin' as const };
  const retries = await em.find(AuditEntry, ofThese, { fields: ['actorId'] });
  const admins = [...new Set(retries.flatMap(({ actorId }) => actorId ?? []))];
  return admins.length === 0 ? [] : em.find(Admin, { id: { $in: admins } }, { orderBy: { id: 'asc' } });
}

/** Tells the schedule's author that it paused itself, after so many runs that reached nobody. */
export async function tellFailedRuns(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  schedule: Schedule,
  failure: { count: number; reason: string | null },
): Promise<void> {
  await work.em.populate(schedule, ['createdByAdmin']);
  await tellAuthor(work, schedule, deps.say('avisos/parado', { ...aboutSchedule(schedule), ...failure }));
}

/** How many messages, and for each reason the names of the first few. */
export function failuresOf(failed: readonly Delivery[]) {
  const failures = byReason(failed.map(({ recipientName, reason }) => ({ name: recipientName, reason })));
  return { count: failed.length, failures };
}

/** What every notice says of a schedule. */
export function aboutSchedule(schedule: Schedule) {
  const { id, title, timezone } = schedule;
  return { id, title, timezone, description: describePlainly(timedOf(schedule), null) };
}

/** Queues a notice for the author of a schedule, or for the owners where the author is no admin; `others` hear it too. */
export async function tellAuthor(
  work: Work,
  schedule: Schedule,
  text: string,
  others: readonly Admin[] = [],
): Promise<void> {
  const { em } = work;
  const author = schedule.createdByAdmin;
  const config = await em.findOneOrFail(EvolutionConfig, schedule.evolutionConfig.id);
  const all = [...(author ? [author] : await owners(em)), ...others];
  await queueNotice(work, config, [...new Map(all.map(admin => [admin.id, admin])).values()], text);
}
