import { LockMode } from '@mikro-orm/core';
import { Delivery, type EvolutionConfig, Occurrence } from '../db/entities/index.ts';
import { changeRows } from '../db/statements.ts';
import { heldOnPurpose, stoppedSince } from '../scheduling/late/stopped-time.ts';
import { type Stops, stopsOf } from '../scheduling/late/stops.ts';
import { stretch } from '../scheduling/late/stretches.ts';
import { isPostponed } from '../scheduling/plan-next.ts';
import type { Work } from '../scheduling/work.ts';
import { REPLACED } from './backlog.ts';
import { graceMs } from './catch-up.ts';
import { hasBegun, waitingRuns } from './waiting-runs.ts';

/** Why a run was missed: its number or the gateway was away until it was too late. */
export const NUMBER_AWAY = 'number_away';

/**
 * Records as missed the runs whose first message could not leave because this instance was away, for longer than their
 * schedules allow; and of several runs of one rule that came due meanwhile all but the last, as after a downtime of ours.
 * Who made them is told when the outage is over (missed-notices.ts).
 *
 * @param config locked: so nothing of them is being claimed
 */
export async function missRuns(work: Work, config: EvolutionConfig): Promise<void> {
  const { em, now } = work;
  await em.flush(); // what has just been noted of its stops
  const runs = await waitingRuns(work, config.id);
  if (runs.length === 0) return;
  const stops = await stopsOf(work, config, now);
  const later = new Map<number, Occurrence>(); // by schedule
  for (const run of runs.toReversed()) {
    const { awayMs, wasCapped } = await away(work, stops, run);
    const by = isPostponed(run) ? undefined : later.get(run.schedule.id);
    const isReplaced = by !== undefined && !wasCapped && isAwayAt(stops, by.dueAt);
    const reason = awayMs > graceMs(run.schedule) ? NUMBER_AWAY : isReplaced ? REPLACED : null;
    if (reason) await miss(work, config, run, reason);
    if (!isPostponed(run) && reason !== NUMBER_AWAY) later.set(run.schedule.id, by ?? run);
  }
  await em.flush();
}

/** How long it was kept back by the outage alone. What needs a closer look is looked at only where it may matter. */
async function away({ em, now }: Work, stops: Stops, run: Occurrence): Promise<{ awayMs: number; wasCapped: boolean }> {
  const ours = run.firedAt ? [stretch(run.dueAt, run.firedAt)] : [];
  const { awayMs } = stoppedSince(stops, run.dueAt, now, { away: ours, held: [] });
  if (awayMs === 0) return { awayMs, wasCapped: false };
  const waits = { occurrence: run.id, status: { $in: ['queued', 'waiting_connection'] as const } };
  const [first] = await em.find(Delivery, waits, { orderBy: { id: 'asc' }, limit: 1, fields: ['id'] });
  if (!first) return { awayMs: 0, wasCapped: false };
  const { held, wasCapped } = await heldOnPurpose(em, { deliveryId: first.id, scheduleId: run.schedule.id }, now);
  return { awayMs: stoppedSince(stops, run.dueAt, now, { away: ours, held }).awayMs, wasCapped };
}

const isAwayAt = ({ away }: Stops, at: Temporal.Instant) =>
  away.some(({ fromMs, toMs }) => fromMs <= at.epochMilliseconds && at.epochMilliseconds <= toMs);

/**
 * None of its messages has left: they go, as a missed run makes none, and `/repor` makes them anew. The row says why.
 */
async function miss(work: Work, config: EvolutionConfig, run: Occurrence, reason: string): Promise<void> {
  const { em, now } = work;
  const firing = { id: run.id, status: 'firing' as const };
  const locked = await em.findOne(Occurrence, firing, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!locked || (await hasBegun(em, run.id))) return;
  await em.nativeDelete(Delivery, { occurrence: run.id });
  const missed = { status: 'missed' as const, reason, finishedAt: now, firedAt: null, late: false, unmade: null };
  Object.assign(locked, { ...missed, untoldOf: config.id });
  await em.flush();
  await changeRows(
    em,
    `update schedules set last_run_at = (
       select max(o.fired_at) from occurrences o where o.schedule_id = schedules.id and o.status in ('firing', 'done')
     ) where id = ?`,
    [run.schedule.id],
  );
}
