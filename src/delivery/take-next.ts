import { LockMode } from '@mikro-orm/core';
import { Delivery, type DeliveryStatus, EvolutionConfig } from '../db/entities/index.ts';
import { databaseNow } from '../db/orm.ts';
import { suppressedAmong } from '../scheduling/suppress.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { holdForSilence } from './hold.ts';
import { slotOf, takeSlot } from './pace.ts';

/** How long a claim holds without being renewed; see leases.ts. */
export const LEASE_SECONDS = 30;
/** How soon to look again while other processes use up the instance's concurrency. */
const BUSY_MS = 100;

/** What an instance's lane does next. */
export type Taken =
  | { kind: 'send'; deliveries: Delivery[] }
  /** Nothing may be sent before `until`. */
  | { kind: 'wait'; until: Temporal.Instant }
  | { kind: 'nothing' };

/**
 * Claims the oldest messages of an instance and its pace's slot for them, in one transaction under the instance's row
 * lock: whoever holds the lock is the only one to count what is in flight, to look at the clock and to take the slot.
 * So the order, the gaps, the daily cap and the concurrency hold for all workers together, and a worker that dies has
 * no slot reserved. The deliveries it returns are `sending` when it returns: a crash from here on leaves them to the
 * lease, never to a second send.
 */
export function takeNext(deps: DeliveryDeps, configId: number): Promise<Taken> {
  return runWork(deps.work, SYSTEM, work => take(work, deps, configId));
}

async function take(work: Work, deps: DeliveryDeps, configId: number): Promise<Taken> {
  const { em, timezone } = work;
  const config = await em.findOne(EvolutionConfig, configId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!config || config.pausedAt) return { kind: 'nothing' };
  const now = deps.work.clock.now(); // not `work.now`: waiting for the lock took time, and gaps are counted from here
  if (await holdForSilence(work, configId, now)) return { kind: 'nothing' };
  const inFlight = await em.count(Delivery, { evolutionConfig: configId, status: 'sending' });
  const room = config.concurrency - inFlight;
  if (room <= 0) return { kind: 'wait', until: now.add({ milliseconds: BUSY_MS }) };
  const slot = slotOf(config, now, timezone);
  if (!slot.free) return waitForSlot(work, configId, slot);

  await em.nativeUpdate(Delivery, waitingFor('waiting_connection', configId, now), { status: 'queued' });
  // The index's own order, which is that of firing, and firing goes by the due instant: nothing is sorted.
  const oldest = await em.find(Delivery, waitingFor('queued', configId, now), {
    orderBy: { nextAttemptAt: 'asc', id: 'asc' },
    limit: Math.min(room, slot.messages),
    lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
  });
  if (oldest.length === 0) return { kind: 'nothing' };
  const leaseUntil = (await databaseNow(em)).add({ seconds: LEASE_SECONDS });
  const suppressed = await suppressedAmong(
    em,
    oldest.map(delivery => delivery.recipientKey),
  );
  const deliveries: Delivery[] = [];
  for (const delivery of oldest) {
    if (refuses(work, delivery, suppressed)) continue;
    takeSlot(config, now, timezone, Math.random());
    Object.assign(delivery, { status: 'sending', reason: null, claimedBy: deps.processId, leaseUntil, updatedAt: now });
    delivery.attempts++;
    deliveries.push(delivery);
  }
  // All of them were refused: there may be more behind them.
  return deliveries.length > 0 ? { kind: 'send', deliveries } : { kind: 'wait', until: now };
}

const waitingFor = (status: DeliveryStatus, configId: number, now: Temporal.Instant) => ({
  evolutionConfig: configId,
  status,
  nextAttemptAt: { $lte: now },
});

async function waitForSlot(
  work: Work,
  configId: number,
  slot: { until: Temporal.Instant; reason: string },
): Promise<Taken> {
  if (slot.reason === 'pace') {
    const queued = await work.em.count(Delivery, waitingFor('queued', configId, work.now));
    return queued > 0 ? { kind: 'wait', until: slot.until } : { kind: 'nothing' };
  }
  // The cap and quiet hours last long: the log says why a message waits, and nobody polls for it.
  await work.em.nativeUpdate(Delivery, waitingFor('queued', configId, work.now), {
    nextAttemptAt: slot.until,
    reason: slot.reason,
    updatedAt: work.now,
  });
  return { kind: 'nothing' };
}

/** The guards of the last moment: what became true since the message was queued. */
function refuses(work: Work, delivery: Delivery, suppressed: ReadonlySet<string>): boolean {
  if (suppressed.has(delivery.recipientKey)) {
    Object.assign(delivery, { status: 'skipped', reason: 'opted_out', updatedAt: work.now });
    return true;
  }
  if (Temporal.Instant.compare(delivery.giveUpAt, work.now) > 0) return false;
  Object.assign(delivery, { status: 'failed', reason: delivery.reason ?? 'gave_up', updatedAt: work.now });
  return true;
}
