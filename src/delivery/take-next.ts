import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { selectRows } from '../db/statements.ts';
import { latest } from '../schedule/instants.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { type Claimed, claimOldest, giveBack } from './claim.ts';
import { lockInstance } from './connection.ts';
import type { DeliveryDeps } from './deps.ts';
import { holdForConnection, holdForSilence, holdUntil } from './hold.ts';
import { holdCappedAtNight, holdForCap } from './hold-for-cap.ts';
import { mostAtOnce } from './instance-state.ts';
import { slotOf, takeSlots } from './pace.ts';
import { type Finished, recordFinished } from './recorder.ts';
import { holdFirstContacts } from './restricted.ts';
import { isReviewDue, reviewLate } from './review-late.ts';

/** How soon to look again while other processes use up the instance's concurrency. */
const BUSY_MS = 100;

/** What an instance's lane does next. */
export type Taken =
  /** `at`: when they leave; it may be a moment ahead. */
  | { kind: 'send'; deliveries: Claimed[]; at: Temporal.Instant; concurrency: number }
  /** Nothing may be sent before `until`. */
  | { kind: 'wait'; until: Temporal.Instant }
  | { kind: 'nothing' };

export interface TakeOptions {
  /** What became of earlier sends, written in the same transaction: one commit for both. */
  finished?: readonly Finished[];
  /** Off: only write what has finished. */
  claims?: boolean;
  /** What is claimed leaves at this instant, which is near: all guards look at it. Now, where it has passed. */
  at?: Temporal.Instant | undefined;
  /** After a failure: what of ours is really on the way; all else that is claimed by us goes back to the queue. */
  onTheWay?: readonly number[];
}

/**
 * Writes what became of earlier sends, claims the oldest messages of an instance, and its pace's slot for them, in one
 * transaction under the instance's row lock: whoever holds the lock is the only one to count what is in flight, to
 * look at the clock and to take the slot. So the order, the gaps, the daily cap and the concurrency hold for all
 * workers together, and a worker that dies has no slot reserved. The deliveries it returns are `sending` when it
 * returns: a crash from here on leaves them to the lease, never to a second send.
 */
export function takeNext(deps: DeliveryDeps, configId: number, options: TakeOptions = {}): Promise<Taken> {
  return runWork(deps.work, SYSTEM, work => take(work, deps, configId, options));
}

async function take(work: Work, deps: DeliveryDeps, configId: number, options: TakeOptions): Promise<Taken> {
  const { em, timezone } = work;
  const { finished = [], claims = true, at, onTheWay } = options;
  const { processId } = deps;
  const config = await lockInstance(work, configId);
  if (!config) return { kind: 'nothing' };
  await recordFinished(work, deps, config, finished);
  if (onTheWay) await giveBack(em, { configId, processId }, onTheWay);
  const asked = deps.work.clock.now(); // not `work.now`: waiting for the lock took time, and gaps are counted from here
  const now = at ? latest(asked, at) : asked;
  const most = mostAtOnce(config, now);
  if (!claims || most === 0) return { kind: 'nothing' };
  if (await holdForSilence(work, config, now)) return { kind: 'nothing' };
  if (await holdForConnection(work, config, now)) return { kind: 'nothing' };
  if (isReviewDue(config, now)) await reviewLate({ ...work, now }, deps, config);
  await holdFirstContacts(work, config, now);
  await holdCappedAtNight(work, config, now);
  const room = most - (await countSending(work, configId));
  if (room <= 0) return { kind: 'wait', until: now.add({ milliseconds: BUSY_MS }) };
  const slot = slotOf(config, now, timezone);
  if (!slot.free) return waitForSlot(work, deps, config, now, slot);

  const { claimed, refused } = await claimOldest(em, {
    ...{ configId, processId, now: toSqlInstant(now) },
    ...{ room: Math.min(room, slot.messages), groupTurn: config.groupTurn },
  });
  if (claimed.length > 0) {
    takeSlots(config, claimed.length, now, timezone, Math.random);
    takeTurn(config, claimed);
    return { kind: 'send', deliveries: claimed, at: now, concurrency: config.concurrency };
  }
  // All of them were refused: there may be more behind them.
  return refused > 0 ? { kind: 'wait', until: now } : { kind: 'nothing' };
}

async function countSending({ em }: Work, configId: number): Promise<number> {
  const sql = `select count(*) as sending from deliveries where evolution_config_id = ? and status = 'sending'`;
  const [row] = await selectRows<{ sending: number }>(em, sql, [configId]);
  return Number(row!.sending);
}

/** Whoever had less of this claim is the first in the next one. */
function takeTurn(config: EvolutionConfig, claimed: readonly Claimed[]): void {
  const groups = claimed.filter(delivery => delivery.toGroup).length;
  if (groups * 2 !== claimed.length) config.groupTurn = groups * 2 < claimed.length;
}

async function waitForSlot(
  work: Work,
  deps: DeliveryDeps,
  config: EvolutionConfig,
  now: Temporal.Instant,
  slot: { until: Temporal.Instant; reason: 'pace' | 'daily_cap' | 'quiet_hours' },
): Promise<Taken> {
  const due = { evolutionConfig: config.id, status: 'queued', nextAttemptAt: { $lte: now } } as const;
  if (slot.reason === 'pace') {
    const queued = await work.em.count(Delivery, due);
    return queued > 0 ? { kind: 'wait', until: slot.until } : { kind: 'nothing' };
  }
  // The cap and quiet hours last long.
  if (slot.reason === 'daily_cap') await holdForCap(work, deps, config, { now, freshFrom: slot.until });
  else await holdUntil(work, config.id, now, slot);
  return { kind: 'nothing' };
}
