import { InboxEvent } from '../db/entities/index.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import { claimInBulk, claimSingly } from './claim-events.ts';
import type { BulkHandler, Handler } from './handlers.ts';
import { finish, type InboxDeps, lockOurs, recordFailure } from './inbox-record.ts';
import { createPump, type Pump } from './pump.ts';

/** Chats that are handled at the same time. */
const CONCURRENCY = 8;
/** How often to look without being told: for what another process stored, or what is tried again. */
const SCAN_MS = 1_000;
/**
 * How often to look past the gateway's word about sends: nobody who writes to the bot waits behind it for long, and each
 * event costs no look more.
 */
const LOOK_PAST_MS = 250;
/** So long what is handled in bulk gathers: nobody waits for it. */
const GATHER_MS = 50;
const KEPT_DAYS = 7;
const PURGE_EVERY_MS = 60 * 60_000;

export interface Inbox extends Omit<Pump, 'start' | 'nudge'> {
  /** @param options.alone no other process shares the database: what a crash left claimed is taken over at once */
  start(options?: { alone?: boolean }): Promise<void>;
  /** Looks now, in the background; of what kinds there may be more, where that is known. */
  nudge(kinds?: readonly string[]): void;
  /** Removes what was handled more than seven days ago; it also does so by itself, every hour. */
  purge(): Promise<number>;
}

/**
 * Handles stored events: each once, those of one chat in order and one at a time, whatever the number of processes.
 *
 * The claim says who handles an event and counts the tries (a crash is one); the row's lock in the handling
 * transaction makes sure that its effects, its replies and its end are written once or not at all.
 *
 * @param bulk kinds of which many are handled in one transaction; where that fails, each by its own handler
 */
export function createInbox(
  deps: InboxDeps,
  handlers: ReadonlyMap<string, Handler>,
  bulk: ReadonlyMap<string, BulkHandler> = new Map(),
): Inbox {
  let lookedPastAt = Number.NEGATIVE_INFINITY;
  const mayLookPast = () => {
    if (performance.now() - lookedPastAt < LOOK_PAST_MS) return false;
    lookedPastAt = performance.now();
    return true;
  };
  const kindsInBulk = [...bulk.keys()];
  const common = { scanMs: SCAN_MS, logger: deps.logger };
  const singly = createPump({
    ...{ name: 'inbox', concurrency: CONCURRENCY, ...common },
    take: room => claimSingly(deps, { room, isPast: mayLookPast(), kindsInBulk }),
    handle: row => handle(deps, handlers, row),
  });
  const inBulk = createPump({
    ...{ name: 'inbox, in bulk', concurrency: 1, gatherMs: GATHER_MS, ...common },
    take: async () => inBatches(await claimInBulk(deps, kindsInBulk)),
    handle: batch => handleBatch(deps, handlers, bulk, batch),
  });
  const pumps = [inBulk, singly];
  const purge = () => {
    const before = deps.work.clock.now().subtract({ hours: 24 * KEPT_DAYS });
    return deps.work.em.fork().nativeDelete(InboxEvent, { handledAt: { $lt: before } });
  };
  let purging: NodeJS.Timeout | undefined;
  return {
    purge,
    nudge(kinds) {
      if (!kinds || kinds.some(kind => bulk.has(kind))) inBulk.nudge();
      if (!kinds || kinds.some(kind => !bulk.has(kind))) singly.nudge();
    },
    async start({ alone = false } = {}) {
      if (alone) await takeOver(deps);
      for (const pump of pumps) pump.start();
      const failed = (error: unknown) =>
        deps.logger.error({ err: error }, 'old events were not removed; in an hour again');
      purging = setInterval(() => void purge().catch(failed), PURGE_EVERY_MS);
    },
    async drain() {
      for (const pump of pumps) await pump.drain(); // in this order: a receipt may leave an event that tells of it
    },
    async stop(options) {
      clearInterval(purging);
      await Promise.all(pumps.map(pump => pump.stop(options)));
    },
  };
}

async function takeOver({ work }: InboxDeps): Promise<void> {
  await work.em.fork().nativeUpdate(InboxEvent, { status: 'pending' }, { claimedBy: null, leaseUntil: null });
}

/** Those of one kind and instance together. */
function inBatches(rows: readonly InboxEvent[]): InboxEvent[][] {
  return [...Map.groupBy(rows, row => `${row.kind} ${row.evolutionConfig.id}`).values()];
}

async function handleBatch(
  deps: InboxDeps,
  handlers: ReadonlyMap<string, Handler>,
  bulk: ReadonlyMap<string, BulkHandler>,
  batch: readonly InboxEvent[],
): Promise<void> {
  const handler = batch.length > 1 ? bulk.get(batch[0]!.kind) : undefined;
  if (handler && (await handleTogether(deps, handler, batch))) return;
  for (const row of batch) await handle(deps, handlers, row);
}

/** @returns false when it failed, and nothing of it was done */
async function handleTogether(deps: InboxDeps, apply: BulkHandler, batch: readonly InboxEvent[]): Promise<boolean> {
  const ids = batch.map(row => row.id);
  try {
    await runWork(deps.work, SYSTEM, async work => {
      const rows = await lockOurs(work, deps, ids);
      const outcomes = await apply(work, rows);
      for (const [index, row] of rows.entries()) finish(work, row, outcomes[index]!);
    });
    return true;
  } catch (error) {
    deps.logger.warn({ err: error, events: ids }, 'events could not be handled together; now one by one');
    return false;
  }
}

async function handle(deps: InboxDeps, handlers: ReadonlyMap<string, Handler>, claimed: InboxEvent): Promise<void> {
  try {
    const handler = handlers.get(claimed.kind);
    if (!handler) throw new Error(`no handler for events of kind ${claimed.kind}`);
    const apply = await handler(claimed);
    await runWork(deps.work, SYSTEM, async work => {
      const [row] = await lockOurs(work, deps, [claimed.id]);
      if (row) finish(work, row, await apply(work, row));
    });
  } catch (error) {
    await recordFailure(deps, claimed.id, error);
  }
}
