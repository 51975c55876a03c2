import { LockMode } from '@mikro-orm/core';
import { Schedule } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { takeUp } from './resume-schedule.ts';
import type { Work } from './work.ts';

/** As many as are taken up in one transaction. */
const RESUME_BATCH = 50;

/** Whether there is a pause that ends by now: asked at every firing, so it must cost next to nothing. */
export async function anyPauseEnds(em: Em, now: Temporal.Instant): Promise<boolean> {
  const rows = await selectRows(
    em,
    `select 1 from schedules where status = 'paused' and deleted_at is null and resume_at <= ? limit 1`,
    [toSqlInstant(now)],
  );
  return rows.length > 0;
}

/**
 * Takes up again the schedules whose pause ends by now, from that instant on: a send of that very minute goes out, and
 * what fell due since, while no process ran, is caught up like anything else. Any number of processes may do this at
 * once: a row that another one holds is skipped.
 *
 * @returns how many came back; after a full batch there may be more
 */
export async function resumeDue(work: Work): Promise<number> {
  const due = await work.em.find(
    Schedule,
    { status: 'paused', deletedAt: null, resumeAt: { $lte: work.now } },
    { orderBy: { id: 'asc' }, limit: RESUME_BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
  );
  await work.em.populate(due, ['template', 'evolutionConfig']);
  for (const schedule of due) await takeUp(work, schedule, schedule.resumeAt!.subtract({ milliseconds: 1 }));
  return due.length;
}
