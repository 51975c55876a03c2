import { anyPauseEnds, resumeDue } from '../scheduling/resume-due.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { isLate } from './catch-up.ts';
import { claimDue, type Due, justBefore } from './claim-due.ts';
import type { DeliveryDeps } from './deps.ts';
import { finishRun } from './finish-run.ts';
import { fireOneByOne, withSchedules } from './fire-one.ts';
import { tellNobody } from './nobody.ts';
import { tellLate } from './notices.ts';
import { startUsual, type Usual, usual } from './start-due.ts';
import { warmUp } from './warm-up.ts';

/** Occurrences in the first transaction: few, so that the first message leaves while the others are fired. */
const FIRST_BATCH = 10;
/** And in the others: short enough to hold no lock for long, long enough to be cheap. */
const BATCH = 50;
/**
 * So long before its instant the messages of a run are made, and wait: at the instant they only have to leave. Long
 * enough for some thousand chats, short enough that nobody changes a schedule meanwhile and expects to be heard. Not a
 * whole number of seconds, as instants are: it would be done just when the messages of another run have to leave.
 */
export const LEAD_MS = 2_500;

/**
 * Fires whatever is due in the database by now: each due occurrence becomes its deliveries, or is recorded as missed or
 * skipped, and its schedule's next one is planned, in the same transaction. Any number of processes may do this at once:
 * a row that another one holds is skipped. Pauses that end by now are ended too. A run of many chats is started with the
 * first of them; the others follow in transactions of their own, and what comes due meanwhile goes first. Then the runs
 * are made ready whose instant comes within `LEAD_MS`.
 *
 * @returns how many occurrences were handled
 */
export async function fireDue(deps: DeliveryDeps): Promise<number> {
  const unmade: number[] = [];
  let total = 0;
  const fireAll = async () => {
    for (let limit = FIRST_BATCH; ; limit = BATCH) {
      const { handled, big } = await runWork(deps.work, SYSTEM, work => fireBatch(work, deps, limit));
      unmade.push(...big);
      total += handled;
      if (handled < limit) return;
    }
  };
  for (;;) {
    await fireAll();
    unmade.push(...(await makeReady(deps)));
    for (let big = unmade.shift(); big !== undefined; big = unmade.shift()) await finishRun(deps, big, fireAll);
    // After what is due, which waits for nothing; what comes back may be due at once.
    if (!(await anyPauseEnds(deps.work.em.fork(), deps.work.clock.now()))) return total;
    const resumed = await runWork(deps.work, SYSTEM, resumeDue);
    if (resumed === 0) return total;
  }
}

/** `big`: the occurrences whose runs have to be finished. */
async function fireBatch(work: Work, deps: DeliveryDeps, limit: number): Promise<{ handled: number; big: number[] }> {
  const due = await claimDue(work.em, { until: work.now, limit });
  if (due.length === 0) return { handled: 0, big: [] };
  const usuals = due.flatMap(one => usual(one, work.now) ?? []);
  const big = await startTogether(work, deps, usuals);
  const together = new Set(usuals.map(one => one.due));
  const others = due.filter(one => !together.has(one)).map(one => one.id);
  big.push(...(await fireOneByOne(work, deps, others)));
  work.nudge('send');
  return { handled: due.length, big };
}

/** Runs of the usual kind, with what their authors have to hear at once. @returns those that have to be finished */
async function startTogether(work: Work, deps: DeliveryDeps, usuals: readonly Usual[]): Promise<number[]> {
  if (usuals.length === 0) return [];
  const { big, empty } = await startUsual(work, usuals);
  const ids = usuals.map(one => one.due).filter(({ id, dueAt }) => empty.has(id) || isLate(dueAt, work.now));
  for (const run of await withSchedules(
    work,
    ids.map(({ id }) => id),
  )) {
    if (empty.has(run.id)) await tellNobody(work, deps, run);
    else await tellLate(work, deps, run.schedule, run);
  }
  return big;
}

/**
 * Starts the runs of the usual kind whose instant is near: their messages wait for it. From here on a change of the
 * schedule is one during a run. Whatever else has to be heeded is looked at when it is due.
 *
 * @returns the occurrences whose runs have to be finished
 */
async function makeReady(deps: DeliveryDeps): Promise<number[]> {
  const big: number[] = [];
  let started = 0;
  const now = deps.work.clock.now();
  const until = now.add({ milliseconds: LEAD_MS });
  // What is due by now is another one's to fire: not even locked in passing.
  let after: Pick<Due, 'id' | 'dueAt'> = justBefore(now.add({ milliseconds: 1 }));
  for (;;) {
    const due: Due[] = await runWork(deps.work, SYSTEM, async work => {
      const claimed = await claimDue(work.em, { after, until, limit: BATCH });
      const usuals = claimed.flatMap(one => usual(one, work.now) ?? []);
      big.push(...(await startTogether(work, deps, usuals)));
      started += usuals.length;
      return claimed;
    });
    if (due.length < BATCH) break;
    after = due.at(-1)!;
  }
  if (started > 0) await warmUp(deps, now, until);
  return big;
}
