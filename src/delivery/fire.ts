import { LockMode } from '@mikro-orm/core';
import { Occurrence } from '../db/entities/index.ts';
import { planNext } from '../scheduling/plan-next.ts';
import { RESUME_BATCH, resumeDue } from '../scheduling/resume-due.ts';
import { startRun } from '../scheduling/start-run.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { takeBacklog } from './backlog.ts';
import type { DeliveryDeps } from './deps.ts';
import { tellMissed } from './notices.ts';

/** Occurrences in one transaction: short enough to hold no lock for long, long enough to be cheap. */
const BATCH = 50;

/**
 * Ends the pauses that end by now, and fires whatever is due in the database: each due occurrence becomes its deliveries, or is recorded as missed,
 * and its schedule's next one is planned, in the same transaction. Any number of processes may do this at once: a row
 * that another one holds is skipped.
 *
 * @returns how many occurrences were handled
 */
export async function fireDue(deps: DeliveryDeps): Promise<number> {
  while ((await runWork(deps.work, SYSTEM, resumeDue)) === RESUME_BATCH);
  for (let total = 0; ; ) {
    const handled = await runWork(deps.work, SYSTEM, work => fireBatch(work, deps));
    total += handled;
    if (handled < BATCH) return total;
  }
}

async function fireBatch(work: Work, deps: DeliveryDeps): Promise<number> {
  const due = await work.em.find(
    Occurrence,
    { status: 'planned', dueAt: { $lte: work.now } },
    { orderBy: { dueAt: 'asc', id: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  );
  await work.em.populate(due, ['schedule.template', 'schedule.evolutionConfig', 'schedule.createdByAdmin']);
  const planned = new Set<number>();
  for (const occurrence of due) {
    // Two of one schedule are due where one was postponed: the second must find what the first planned.
    if (planned.has(occurrence.schedule.id)) await work.em.flush();
    planned.add(occurrence.schedule.id);
    await fireOne(work, deps, occurrence);
  }
  if (due.length > 0) work.nudge('send');
  return due.length;
}

async function fireOne(work: Work, deps: DeliveryDeps, occurrence: Occurrence): Promise<void> {
  const { schedule } = occurrence;
  if (schedule.status !== 'active') {
    // A pause or cancellation that committed while this instant came due: the verb wins.
    Object.assign(occurrence, { status: 'skipped', reason: `schedule_${schedule.status}`, finishedAt: work.now });
    return;
  }
  const backlog = await takeBacklog(work, occurrence);
  if (backlog.send) {
    schedule.lastRunAt = work.now;
    await startRun(work, backlog.send);
  }
  if (backlog.missedCount > 0) await tellMissed(work, deps, schedule, backlog);
  await planNext(work, schedule, work.now);
}
