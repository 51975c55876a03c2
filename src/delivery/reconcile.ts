import { setTimeout as sleep } from 'node:timers/promises';
import { LockMode } from '@mikro-orm/core';
import { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { SendError } from '../errors.ts';
import { earliest, latest } from '../schedule/instants.ts';
import { note } from '../scheduling/trail.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { SentMessage } from '../whatsapp/channel.ts';
import { isLate } from './catch-up.ts';
import { decideUncertain } from './decide-uncertain.ts';
import type { DeliveryDeps } from './deps.ts';
import { findSent, firstUnclaimed } from './find-sent.ts';
import { markSent } from './record.ts';

/** Messages looked for in one round: few, since only what was on the way at a crash is uncertain. */
const BATCH = 50;
/** While one process looks, the others leave the message alone for this long. */
const LOOKING_SECONDS = 60;
/** After so many waits comes the look that decides: one at 1, one at 2, the last at 4. */
const LAST_LOOK = 4;
/** The longest time between two looks. */
const MAX_PAUSE_MS = 5 * 60_000;
const MAX_TICK_MS = 5_000;
const MIN_TICK_MS = 200;

export interface ReconcileOptions {
  /**
   * How long a message stays uncertain before it is looked for; it is looked for again after two and four times as
   * long, and then decided. The gateway writes its store after the message has left, and its event may be on the way.
   */
  waitMs: number;
}

export interface Reconciliation {
  start(): void;
  /** Looks for what is due to be looked for, now. @returns how many */
  look(): Promise<number>;
  /** Begins no new look and waits for those that are under way, at most `timeoutMs`. */
  stop(options: { timeoutMs: number }): Promise<void>;
}

/**
 * Finds out what became of uncertain messages. Three things settle one: the gateway's event, a receipt (receipts.ts), or
 * the message itself in the gateway's store. What is in none of them when the time is over is decided: sent once more
 * where the schedule says so, and otherwise a person is asked. Nothing is ever sent again while nobody has looked.
 */
export function createReconciliation(deps: DeliveryDeps, options: ReconcileOptions): Reconciliation {
  const tickMs = Math.min(MAX_TICK_MS, Math.max(MIN_TICK_MS, options.waitMs / 4));
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look(deps, options, stopping.signal).catch(error => {
        deps.logger.error({ err: error }, 'uncertain messages could not be looked for; trying again');
      });
      await sleep(tickMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  return {
    start() {
      running = run();
    },
    look: () => look(deps, options, stopping.signal),
    async stop({ timeoutMs }) {
      stopping.abort();
      await Promise.race([running, sleep(timeoutMs, undefined, { ref: false })]);
    },
  };
}

async function look(deps: DeliveryDeps, options: ReconcileOptions, signal: AbortSignal): Promise<number> {
  const due = await takeDue(deps, options);
  // One after the other for each gateway; a gateway that hangs holds up no other one's.
  const byInstance = Map.groupBy(due, delivery => delivery.evolutionConfig.id);
  await Promise.all(
    [...byInstance.values()].map(async deliveries => {
      for (const delivery of deliveries) {
        if (!signal.aborted) await settle(deps, options, delivery);
      }
    }),
  );
  return due.length;
}

/** The messages to look for now, oldest first: of two with one text, the first takes the first that is found. */
function takeDue({ work }: DeliveryDeps, { waitMs }: ReconcileOptions): Promise<Delivery[]> {
  return runWork(work, SYSTEM, async ({ em, now }) => {
    const deliveries = await em.find(
      Delivery,
      {
        ...{ status: 'uncertain', askedAt: null, messageId: null, nextAttemptAt: { $lte: now } },
        updatedAt: { $lte: now.subtract({ milliseconds: waitMs }) },
      },
      { orderBy: { startedAt: 'asc', id: 'asc' }, limit: BATCH, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    for (const delivery of deliveries) delivery.nextAttemptAt = now.add({ seconds: LOOKING_SECONDS });
    return deliveries;
  });
}

type Findings = readonly SentMessage[] | SendError;

async function settle(deps: DeliveryDeps, options: ReconcileOptions, delivery: Delivery): Promise<void> {
  const findings = await lookFor(deps, delivery);
  await runWork(deps.work, SYSTEM, async work => {
    const { em } = work;
    // Claims and settlings of one number take turns here, so that a message that was found settles one delivery.
    await em.findOne(EvolutionConfig, delivery.evolutionConfig.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const current = await em.findOne(
      Delivery,
      { id: delivery.id, status: 'uncertain', askedAt: null, messageId: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, populate: ['schedule'] },
    );
    if (current) await apply(work, options, current, findings); // else settled meanwhile: by an event, by another process
  });
}

/** What the gateway's store has of it, or why it cannot be asked. Never throws. */
async function lookFor(deps: DeliveryDeps, delivery: Delivery): Promise<Findings> {
  try {
    const channel = await deps.channelFor(delivery.evolutionConfig.id);
    return await findSent(deps.work.em.fork(), channel, delivery, deps.work.clock.now());
  } catch (error) {
    deps.logger.warn({ err: error, delivery: delivery.id }, 'an uncertain message could not be looked for');
    if (error instanceof SendError) return error;
    return new SendError('internal', { retryable: true, outcome: 'not_sent', cause: error });
  }
}

async function apply(work: Work, { waitMs }: ReconcileOptions, delivery: Delivery, findings: Findings): Promise<void> {
  const { em, now } = work;
  const unsureMs = now.epochMilliseconds - delivery.updatedAt.epochMilliseconds;
  const readyAfterMs = waitMs * LAST_LOOK;
  delivery.nextAttemptAt = now.add({ milliseconds: Math.min(MAX_PAUSE_MS, Math.max(waitMs, unsureMs)) });
  if (findings instanceof SendError) {
    // What cannot be looked for is never sent again by itself. At the end of its time a person is asked all the same.
    const isOver = Temporal.Instant.compare(delivery.giveUpAt, now) <= 0;
    if (isOver && unsureMs >= readyAfterMs) {
      await decideUncertain(work, delivery, {
        readyAfterMs,
        lookedFor: { code: 'search_failed', reason: findings.code },
      });
    }
    return;
  }
  // The message that was found may be the one whose answer a send of the same words waits for: look again.
  if (findings.length > 0 && (await hasTwinOnItsWay(em, delivery))) return;
  const found = await firstUnclaimed(em, delivery.evolutionConfig.id, findings);
  if (found) {
    markSent(work, delivery, found);
    Object.assign(delivery, sentAtOf(found, delivery, now));
    note(work, delivery, 'found', { how: 'search' });
  } else if (unsureMs >= readyAfterMs) {
    await decideUncertain(work, delivery, { readyAfterMs, lookedFor: { code: 'looked_for' } });
  }
}

async function hasTwinOnItsWay(em: Em, { evolutionConfig, recipientKey, text }: Delivery): Promise<boolean> {
  const twins = { evolutionConfig: evolutionConfig.id, status: 'sending', recipientKey, text } as const;
  return (await em.count(Delivery, twins)) > 0;
}

/** When it left, by the gateway's clock as far as that can be: never before we began, never in the future. */
function sentAtOf({ sentAt }: SentMessage, { startedAt, dueAt }: Delivery, now: Temporal.Instant) {
  const at = earliest(now, latest(startedAt ?? dueAt, sentAt ?? now));
  return { sentAt: at, late: isLate(dueAt, at) };
}
