import { LockMode } from '@mikro-orm/core';
import { Delivery, Schedule } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { LATE } from './late/late-question.ts';
import { letGoOn } from './let-go-on.ts';
import { STOPPABLE } from './stoppable.ts';
import type { Work } from './work.ts';

/** Why a message of a run waits: its schedule was paused while it went out. */
export const PAUSED = 'schedule_paused';
export const CANCELLED = 'schedule_cancelled';

/** How far a run had come when something was done to its schedule. All zero when none is under way. */
export interface RunSplit {
  sent: number;
  /** With the gateway at this moment, or of unknown fate: they cannot be stopped. */
  onTheWay: number;
  /** Will go out, at once or after a pause. */
  waiting: number;
  cancelled: number;
}

/** The messages of the runs of a schedule that have not ended. Call it after the change, in its transaction. */
export async function splitOfRun(em: Em, scheduleId: number): Promise<RunSplit> {
  const rows = await em.execute<{ status: string; count: number }[]>(
    `select d.status as status, count(*) as count from deliveries d join occurrences o on o.id = d.occurrence_id
     where o.schedule_id = ? and o.status = 'firing' group by d.status`,
    [scheduleId],
  );
  const of = (...statuses: string[]) =>
    rows.filter(row => statuses.includes(row.status)).reduce((sum, { count }) => sum + Number(count), 0);
  return {
    sent: of('sent', 'delivered', 'read'),
    onTheWay: of('sending', 'uncertain'),
    waiting: of(...STOPPABLE),
    cancelled: of('cancelled'),
  };
}

/** Whether a run has begun of which something can still be stopped. */
export async function isUnderWay(em: Em, scheduleId: number): Promise<boolean> {
  return (await em.count(Delivery, { schedule: scheduleId, status: { $in: [...STOPPABLE] } })) > 0;
}

/**
 * Holds what has not left of a schedule that is paused: "nothing goes out" includes the run that is under way, and what
 * a restriction of the number holds already, whose end must not let it go. What waits for a person's word still does.
 */
export async function holdRun({ em, now }: Work, scheduleId: number): Promise<void> {
  await em.nativeUpdate(
    Delivery,
    {
      ...{ schedule: scheduleId, status: { $in: [...STOPPABLE] } },
      $or: [{ reason: null }, { reason: { $ne: LATE } }, { status: { $ne: 'held' } }],
    },
    { status: 'held', reason: PAUSED, updatedAt: now },
  );
}

/** Lets go out what a pause held, as far as its time is not up: that has failed. @returns how many go out */
export async function releaseRun(work: Work, scheduleId: number): Promise<number> {
  const { em, now } = work;
  const held = { schedule: scheduleId, status: 'held' as const, reason: PAUSED };
  await em.nativeUpdate(Delivery, { ...held, giveUpAt: { $lte: now } }, { status: 'failed', updatedAt: now });
  return letGoOn(work, held);
}

/**
 * A message that is to be tried again, where its schedule was paused or cancelled while it was on its way. The schedule's
 * row is locked, so that a verb that has not committed yet is waited for.
 *
 * @returns what it is instead; null where it is tried again
 */
export async function overtakenBy(
  em: Em,
  scheduleId: number,
): Promise<{ status: 'held' | 'cancelled'; reason: string } | null> {
  const schedule = await em.findOne(
    Schedule,
    { id: scheduleId },
    { lockMode: LockMode.PESSIMISTIC_READ, refresh: true },
  );
  if (schedule?.status === 'cancelled') return { status: 'cancelled', reason: CANCELLED };
  return schedule?.status === 'paused' ? { status: 'held', reason: PAUSED } : null;
}
