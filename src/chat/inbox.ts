import { LockMode } from '@mikro-orm/core';
import { InboxEvent } from '../db/entities/index.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { takeOldestOfLanes } from './claim.ts';
import type { ChatDeps } from './deps.ts';
import { GROUP_SYNC } from './event-kinds.ts';
import type { Handler, Outcome } from './handlers.ts';
import { createPump, type Pump } from './pump.ts';
import { queueMessage } from './replies.ts';

/** Chats that are handled at the same time. */
const CONCURRENCY = 8;
/** How often to look without being told: for what another process stored, or what is tried again. */
const SCAN_MS = 1_000;
/** How long a claim holds; handling takes milliseconds, and the process that held it has died when it runs out. */
const LEASE_SECONDS = 30;
/** Reading the groups waits for the gateway, at most five minutes. */
const GROUP_SYNC_LEASE_SECONDS = 330;
/** After so many failures an event is given up, so that it does not block its chat for ever. */
const MAX_ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 500;
/** A receipt can be faster than the answer to its own send. */
const LATER_MS = 1_000;
const LATER_UNTIL_SECONDS = 60;
const KEPT_DAYS = 7;
const MAX_ERROR_LENGTH = 500;

export interface Inbox extends Omit<Pump, 'start'> {
  /** @param options.alone no other process shares the database: what a crash left claimed is taken over at once */
  start(options?: { alone?: boolean }): Promise<void>;
  /** Looks for what is due; the same as a nudge, for schedulers. */
  tick(): void;
  /** Removes what was handled more than seven days ago. */
  purge(): Promise<number>;
}

type InboxDeps = Pick<ChatDeps, 'work' | 'sentences' | 'processId' | 'logger'>;

/**
 * Handles stored events: each once, those of one chat in order and one at a time, whatever the number of processes.
 *
 * The claim says who handles an event and counts the tries (a crash is one); the row's lock in the handling
 * transaction makes sure that its effects, its replies and its end are written once or not at all.
 */
export function createInbox(deps: InboxDeps, handlers: ReadonlyMap<string, Handler>): Inbox {
  const pump = createPump({
    name: 'inbox',
    concurrency: CONCURRENCY,
    scanMs: SCAN_MS,
    logger: deps.logger,
    take: room => claim(deps, room),
    handle: row => handle(deps, handlers, row),
  });
  return {
    ...pump,
    tick: pump.nudge,
    async start({ alone = false } = {}) {
      if (alone)
        await deps.work.em
          .fork()
          .nativeUpdate(InboxEvent, { status: 'pending' }, { claimedBy: null, leaseUntil: null });
      pump.start();
    },
    purge: () => {
      const before = deps.work.clock.now().subtract({ hours: 24 * KEPT_DAYS });
      return deps.work.em.fork().nativeDelete(InboxEvent, { handledAt: { $lt: before } });
    },
  };
}

function claim(deps: InboxDeps, room: number): Promise<InboxEvent[]> {
  return runWork(deps.work, SYSTEM, async ({ em, now }) => {
    const { ids, byDatabase } = await takeOldestOfLanes(em, {
      table: 'inbox_events',
      lane: ['evolution_config_id', 'chat_key'],
      open: ['pending'],
      now,
      limit: room,
    });
    const rows = await em.find(InboxEvent, { id: { $in: ids } }, { orderBy: { id: 'asc' } });
    for (const row of rows) {
      const seconds = row.kind === GROUP_SYNC ? GROUP_SYNC_LEASE_SECONDS : LEASE_SECONDS;
      Object.assign(row, {
        claimedBy: deps.processId,
        leaseUntil: byDatabase.add({ seconds }),
        attempts: row.attempts + 1,
      });
    }
    return rows;
  });
}

async function handle(deps: InboxDeps, handlers: ReadonlyMap<string, Handler>, claimed: InboxEvent): Promise<void> {
  try {
    const handler = handlers.get(claimed.kind);
    if (!handler) throw new Error(`no handler for events of kind ${claimed.kind}`);
    const apply = await handler(claimed);
    await runWork(deps.work, SYSTEM, async work => {
      const row = await lockOurs(work, deps, claimed.id);
      if (row) finish(work, row, await apply(work, row));
    });
  } catch (error) {
    await recordFailure(deps, claimed.id, error);
  }
}

/** The row, locked until the commit; null when the lease ran out and it is somebody else's, or done. */
function lockOurs(work: Work, deps: InboxDeps, id: number): Promise<InboxEvent | null> {
  const ours = { id, status: 'pending', claimedBy: deps.processId } as const;
  return work.em.findOne(InboxEvent, ours, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

function finish(work: Work, row: InboxEvent, outcome: Outcome): void {
  const { now } = work;
  const isTooOld = Temporal.Instant.compare(row.receivedAt, now.subtract({ seconds: LATER_UNTIL_SECONDS })) < 0;
  Object.assign(row, { claimedBy: null, leaseUntil: null, error: null });
  if (outcome === 'later' && !isTooOld) {
    Object.assign(row, { nextAttemptAt: now.add({ milliseconds: LATER_MS }), attempts: row.attempts - 1 });
    return;
  }
  Object.assign(row, { status: outcome === 'later' ? 'ignored' : outcome, handledAt: now });
}

async function recordFailure(deps: InboxDeps, id: number, error: unknown): Promise<void> {
  await runWork(deps.work, SYSTEM, async work => {
    const row = await lockOurs(work, deps, id);
    if (!row) return;
    const { now } = work;
    const isOver = row.attempts >= MAX_ATTEMPTS;
    const fields = { err: error, event: id, kind: row.kind, attempts: row.attempts };
    const message = error instanceof Error ? error.message : String(error);
    Object.assign(row, { claimedBy: null, leaseUntil: null, error: message.slice(0, MAX_ERROR_LENGTH) });
    if (isOver) {
      Object.assign(row, { status: 'failed', handledAt: now });
      sayGivenUp(work, deps, row);
      deps.logger.error(fields, 'an event was given up');
    } else {
      row.nextAttemptAt = now.add({ milliseconds: FIRST_BACKOFF_MS * 2 ** (row.attempts - 1) });
      deps.logger.warn(fields, 'an event could not be handled; it is tried again');
    }
  });
}

/** Whoever wrote a command hears that it was not done: silence would look like success. */
function sayGivenUp(work: Work, deps: InboxDeps, row: InboxEvent): void {
  const { payload, kind } = row;
  const isSync = kind === GROUP_SYNC;
  const chatJid = isSync ? payload.replyTo : payload.chatJid;
  const isPrivate = isSync || (kind === 'message' && payload.isGroup === false);
  if (!isPrivate || typeof chatJid !== 'string') return;
  const text = deps.sentences.error(isSync ? 'gateway_unavailable' : 'internal', {});
  queueMessage(work, row, { kind: 'notice', chatJid, text });
}
