import { Delivery, Occurrence } from '../db/entities/index.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { countRun } from './failed-runs.ts';
import { tellFailures } from './notices.ts';

/** Deliveries that may still change by themselves; so may an uncertain one, until a person is asked about it. */
export const UNSETTLED = ['queued', 'waiting_connection', 'held', 'sending'] as const;
const BATCH = 100;

/** Ends the occurrences whose last delivery has left the queue, and tells the author what did not arrive. */
export async function settleOccurrences(deps: DeliveryDeps): Promise<void> {
  let settled: number;
  do {
    settled = await runWork(deps.work, SYSTEM, work => settleBatch(work, deps));
  } while (settled === BATCH);
}

async function settleBatch(work: Work, deps: DeliveryDeps): Promise<number> {
  const { em, now } = work;
  const rows = await em.execute<{ id: number }[]>(
    `select o.id from occurrences o where o.status = 'firing' and o.unmade is null and not exists (
       select 1 from deliveries d where d.occurrence_id = o.id
         and (d.status in (${UNSETTLED.map(() => '?').join(', ')}) or (d.status = 'uncertain' and d.asked_at is null))
     ) limit ${BATCH}`,
    [...UNSETTLED],
  );
  for (const { id } of rows) {
    // Another process may be at the same: whoever changes the row is the one that tells.
    const changed = await em.nativeUpdate(
      Occurrence,
      { id: Number(id), status: 'firing' },
      { status: 'done', finishedAt: now },
    );
    if (changed === 0) continue;
    const troubled = await em.find(Delivery, { occurrence: Number(id), status: { $in: ['failed', 'uncertain'] } });
    const failed = troubled.filter(({ status }) => status === 'failed');
    if (failed.length > 0) await tellFailures(work, deps, Number(id), failed);
    await countRun(work, deps, Number(id), troubled);
  }
  return rows.length;
}
