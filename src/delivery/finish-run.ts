import { LockMode } from '@mikro-orm/core';
import { Delivery, Occurrence, Schedule } from '../db/entities/index.ts';
import { type Em, inTransaction } from '../db/orm.ts';
import { changeRows } from '../db/statements.ts';
import { type ChatTarget, expandAll } from '../scheduling/expand-recipients.ts';
import { AT_ONCE, addressed, insertDeliveries, type Run } from '../scheduling/run-deliveries.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';

/** After this long whoever started a run has died: it takes a second or two. */
const ABANDONED_SECONDS = 30;

/**
 * Makes the rest of the deliveries of a big run, a part in each transaction: the first messages leave meanwhile, replies
 * and other schedules come in between, and no lock is held for long. What it says, and to whom, is what was kept when it
 * started; a crash between two parts leaves it to `finishAbandoned`.
 *
 * @param between called after each part but the last
 */
export async function finishRun(deps: DeliveryDeps, id: number, between = async () => {}): Promise<void> {
  const found = await inTransaction(deps.work.em, em => unmadeRun(em, id));
  if (!found) return;
  const { run, startedAt, rest } = found;
  for (let from = 0; ; from += AT_ONCE) {
    const targets = rest.slice(from, from + AT_ONCE);
    const isLast = from + AT_ONCE >= rest.length;
    const isOurs = await runWork(deps.work, SYSTEM, work => makePart(work, { run, startedAt, targets }, isLast));
    if (!isOurs || isLast) return;
    await between();
  }
}

/** Finishes the runs whose process died in the middle of them. @returns how many */
export async function finishAbandoned(deps: DeliveryDeps): Promise<number> {
  const since = deps.work.clock.now().subtract({ seconds: ABANDONED_SECONDS });
  const rows = await deps.work.em
    .fork()
    .find(Occurrence, { status: 'firing', unmade: { $ne: null }, firedAt: { $lt: since } }, { fields: ['id'] });
  for (const { id } of rows) await finishRun(deps, id);
  return rows.length;
}

interface Unmade {
  run: Run;
  startedAt: Temporal.Instant;
  rest: ChatTarget[];
}

/** What is left of a run; null when nothing is. */
async function unmadeRun(em: Em, id: number): Promise<Unmade | null> {
  const occurrence = await em.findOne(Occurrence, { id, unmade: { $ne: null } });
  if (!occurrence?.unmade || !occurrence.firedAt) return null;
  const { unmade, firedAt, plannedAt, dueAt, schedule } = occurrence;
  const run = { ...unmade, occurrence: id, schedule: schedule.id, plannedAt, dueAt };
  const made = await em.find(Delivery, { occurrence: id }, { fields: ['recipientKey'] });
  const keys = new Set(made.map(delivery => delivery.recipientKey));
  const [targets] = await expandAll(em, [addressed(run)]);
  return { run, startedAt: firedAt, rest: targets!.filter(target => !keys.has(target.key)) };
}

/** @returns false when somebody else has finished it */
async function makePart(
  work: Work,
  part: { run: Run; startedAt: Temporal.Instant; targets: readonly ChatTarget[] },
  isLast: boolean,
): Promise<boolean> {
  const { em } = work;
  const { occurrence: id, schedule: scheduleId } = part.run;
  // The occurrence first, like whoever fires or cancels: a cancellation is either seen here, or finds these rows.
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;
  const occurrence = await em.findOne(Occurrence, { id, unmade: { $ne: null } }, { ...lock, fields: ['id'] });
  if (!occurrence) return false;
  const schedule = await em.findOneOrFail(Schedule, scheduleId, lock);
  await insertDeliveries(work, [{ ...part, isCancelled: schedule.status === 'cancelled' }]);
  if (isLast) await changeRows(em, 'update occurrences set unmade = null where id = ?', [id]);
  work.nudge('send');
  return true;
}
