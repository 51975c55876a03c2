import { Occurrence } from '../db/entities/index.ts';
import { isEmptyRun } from '../scheduling/empty-run.ts';
import { planNext } from '../scheduling/plan-next.ts';
import { AT_ONCE } from '../scheduling/run-deliveries.ts';
import { startRun } from '../scheduling/start-run.ts';
import type { Work } from '../scheduling/work.ts';
import { takeBacklog } from './backlog.ts';
import type { DeliveryDeps } from './deps.ts';
import { tellNobody } from './nobody.ts';
import { tellLate, tellMissed } from './notices.ts';
import { skipOverlap } from './overlap.ts';

/**
 * Fires locked occurrences of which something has to be heeded: a backlog, a postponed send, a run under way, a pause.
 *
 * @returns those whose runs have to be finished
 */
export async function fireOneByOne(work: Work, deps: DeliveryDeps, ids: readonly number[]): Promise<number[]> {
  const planned = new Set<number>();
  const big: number[] = [];
  for (const occurrence of await withSchedules(work, ids)) {
    // Two of one schedule are due where one was postponed: the second must find what the first planned.
    if (planned.has(occurrence.schedule.id)) await work.em.flush();
    planned.add(occurrence.schedule.id);
    const unmade = await fireOne(work, deps, occurrence);
    if (unmade) big.push(unmade.id);
  }
  return big;
}

/** Occurrences with all that a notice says of their schedules, in the order in which they are due. */
export async function withSchedules({ em }: Work, ids: readonly number[]): Promise<Occurrence[]> {
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

/** @returns the occurrence that was started, if its run has to be finished */
async function fireOne(work: Work, deps: DeliveryDeps, occurrence: Occurrence): Promise<Occurrence | null> {
  const { schedule } = occurrence;
  if (schedule.status !== 'active') {
    // A pause or cancellation that committed while this instant came due: the verb wins.
    Object.assign(occurrence, { status: 'skipped', reason: `schedule_${schedule.status}`, finishedAt: work.now });
    return null;
  }
  const backlog = await takeBacklog(work, occurrence);
  const { send, missedCount } = backlog;
  let isUnmade = false;
  if (send && !(await skipOverlap(work, deps, send))) {
    schedule.lastRunAt = work.now;
    isUnmade = await startRun(work, send, AT_ONCE);
    const isEmpty = isEmptyRun(send);
    if (isEmpty) backlog.send = null; // nothing is late
    if (isEmpty) await tellNobody(work, deps, send);
    // One notice for what happened: where something was missed too, that one says it.
    else if (send.late && missedCount === 0) await tellLate(work, deps, schedule, send);
  }
  if (missedCount > 0) await tellMissed(work, deps, schedule, backlog);
  await planNext(work, schedule, work.now);
  return isUnmade ? send : null;
}
