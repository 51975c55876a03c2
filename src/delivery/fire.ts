import { Occurrence } from '../db/entities/index.ts';
import { planNext } from '../scheduling/plan-next.ts';
import { resumeDue } from '../scheduling/resume-due.ts';
import { startRun } from '../scheduling/start-run.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { takeBacklog } from './backlog.ts';
import { isLate } from './catch-up.ts';
import { claimDue } from './claim-due.ts';
import type { DeliveryDeps } from './deps.ts';
import { tellLate, tellMissed } from './notices.ts';
import { skipOverlap } from './overlap.ts';
import { startUsual, usual } from './start-due.ts';

/** Occurrences in the first transaction: few, so that the first message leaves while the others are fired. */
const FIRST_BATCH = 10;
/** And in the others: short enough to hold no lock for long, long enough to be cheap. */
const BATCH = 50;

/**
 * Fires whatever is due in the database by now: each due occurrence becomes its deliveries, or is recorded as missed or
 * skipped, and its schedule's next one is planned, in the same transaction. Any number of processes may do this at once:
 * a row that another one holds is skipped. Pauses that end by now are ended too.
 *
 * @returns how many occurrences were handled
 */
export async function fireDue(deps: DeliveryDeps): Promise<number> {
  for (let total = 0; ; ) {
    total += await fireAll(deps);
    // After what is due, which waits for nothing; what comes back may be due at once.
    const resumed = await runWork(deps.work, SYSTEM, resumeDue);
    if (resumed === 0) return total;
  }
}

async function fireAll(deps: DeliveryDeps): Promise<number> {
  let total = 0;
  for (let limit = FIRST_BATCH; ; limit = BATCH) {
    const handled = await runWork(deps.work, SYSTEM, work => fireBatch(work, deps, limit));
    total += handled;
    if (handled < limit) return total;
  }
}

async function fireBatch(work: Work, deps: DeliveryDeps, limit: number): Promise<number> {
  const due = await claimDue(work.em, work.now, limit);
  if (due.length === 0) return 0;
  const usuals = due.flatMap(one => usual(one, work.now) ?? []);
  if (usuals.length > 0) await startUsual(work, usuals);
  const late = usuals.filter(({ due: { dueAt } }) => isLate(dueAt, work.now)).map(one => one.due.id);
  for (const run of await withSchedules(work, late)) await tellLate(work, deps, run.schedule, run);
  const together = new Set(usuals.map(one => one.due));
  await fireOneByOne(
    work,
    deps,
    due.filter(one => !together.has(one)).map(one => one.id),
  );
  work.nudge('send');
  return due.length;
}

/** Those of which something has to be heeded: a backlog, a postponed send, a run under way, a pause. */
async function fireOneByOne(work: Work, deps: DeliveryDeps, ids: readonly number[]): Promise<void> {
  const due = await withSchedules(work, ids);
  const planned = new Set<number>();
  for (const occurrence of due) {
    // Two of one schedule are due where one was postponed: the second must find what the first planned.
    if (planned.has(occurrence.schedule.id)) await work.em.flush();
    planned.add(occurrence.schedule.id);
    await fireOne(work, deps, occurrence);
  }
}

async function withSchedules({ em }: Work, ids: readonly number[]): Promise<Occurrence[]> {
  if (ids.length === 0) return [];
  return em.find(
    Occurrence,
    { id: { $in: [...ids] } },
    {
      populate: ['schedule.template', 'schedule.evolutionConfig', 'schedule.createdByAdmin'],
      orderBy: { dueAt: 'asc', id: 'asc' },
    },
  );
}

async function fireOne(work: Work, deps: DeliveryDeps, occurrence: Occurrence): Promise<void> {
  const { schedule } = occurrence;
  if (schedule.status !== 'active') {
    // A pause or cancellation that committed while this instant came due: the verb wins.
    Object.assign(occurrence, { status: 'skipped', reason: `schedule_${schedule.status}`, finishedAt: work.now });
    return;
  }
  const backlog = await takeBacklog(work, occurrence);
  const { send, missedCount } = backlog;
  if (send && !(await skipOverlap(work, deps, send))) {
    schedule.lastRunAt = work.now;
    await startRun(work, send);
    // One notice for what happened: where something was missed too, that one says it.
    if (send.late && missedCount === 0) await tellLate(work, deps, schedule, send);
  }
  if (missedCount > 0) await tellMissed(work, deps, schedule, backlog);
  await planNext(work, schedule, work.now);
}
