import { setTimeout as sleep } from 'node:timers/promises';
import { Delivery } from '../db/entities/index.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { IN_DOUBT } from './record.ts';

/** Waits between tries while the database is away. */
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;
const BATCH = 200;

/** What became of one send, and who waits for it to be written. */
interface Entry {
  id: number;
  apply(work: Work, delivery: Delivery): Promise<void> | void;
  done(): void;
}

/** Writes down what became of sends, those that end together in one transaction. */
export interface Recorder {
  /** Resolves when it is written: what the gateway said is kept and tried for as long as the database is away. */
  record(id: number, apply: Entry['apply']): Promise<void>;
}

export function createRecorder(deps: DeliveryDeps): Recorder {
  const waiting: Entry[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      await untilWritten(batch);
      for (const entry of batch) entry.done();
    }
    isWriting = false;
  }

  async function untilWritten(batch: readonly Entry[]): Promise<void> {
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      try {
        return await write(deps, batch);
      } catch (error) {
        const deliveries = batch.map(entry => entry.id);
        deps.logger.error({ err: error, deliveries }, 'what became of these messages is not recorded yet');
        await sleep(waitMs, undefined, { ref: false });
      }
    }
  }

  return {
    record(id, apply) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ id, apply, done: resolve });
      if (!isWriting) void writeAll();
      return promise;
    },
  };
}

/** A delivery that is no longer in doubt was settled by a receipt or by the gateway's own event, which were faster. */
function write(deps: DeliveryDeps, batch: readonly Entry[]): Promise<void> {
  return runWork(deps.work, SYSTEM, async work => {
    const ids = batch.map(entry => entry.id);
    const deliveries = await work.em.find(Delivery, { id: { $in: ids }, status: { $in: [...IN_DOUBT] } });
    const byId = new Map(deliveries.map(delivery => [delivery.id, delivery]));
    for (const { id, apply } of batch) {
      const delivery = byId.get(id);
      if (delivery) await apply(work, delivery);
    }
  });
}
