import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';

/** Takes items out of a table and handles them, a bounded number at a time. */
export interface Pump {
  /** Looks now and at every interval. */
  start(): void;
  /** Looks now, in the background. Nothing before the start, which looks itself: whoever starts may first tidy claims up. */
  nudge(): void;
  /** Handles what there is and returns when nothing is left. */
  drain(): Promise<void>;
  /** Takes nothing new and waits for what is being handled, at most `timeoutMs`. */
  stop(options: { timeoutMs: number }): Promise<void>;
}

/**
 * @param options.take claims up to `room` items; an item that is claimed is not taken again
 * @param options.handle must record its own failures; what it throws is only logged
 * @param options.scanMs how often to look without a nudge: for what another process stored, or put off
 * @param options.gatherMs nudges look no more often than this, for what comes by the thousand is cheaper together; the
 *   first one after a while looks at once
 */
export function createPump<T>(options: {
  name: string;
  concurrency: number;
  scanMs: number;
  gatherMs?: number;
  take(room: number): Promise<readonly T[]>;
  handle(item: T): Promise<void>;
  logger: Logger;
}): Pump {
  const { name, concurrency, gatherMs = 0, logger } = options;
  const inFlight = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let isRunning = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let gathering: NodeJS.Timeout | undefined;

  function begin(item: T): void {
    const handling = options
      .handle(item)
      .catch(error => logger.error({ err: error }, `${name}: an item was left as it is`))
      .finally(() => {
        inFlight.delete(handling);
        nudge(); // there is room again, and perhaps the next item of the same chat
      });
    inFlight.add(handling);
  }

  async function lookUntilNothing(): Promise<void> {
    do {
      lookAgain = false;
      const room = concurrency - inFlight.size;
      if (room <= 0 || stopped) return;
      lookedAt = performance.now();
      // Whatever it left lies behind these, and is looked for when they are done.
      for (const item of await options.take(room)) begin(item);
    } while (lookAgain);
  }

  function look(): Promise<void> {
    lookAgain = true; // whoever is looking has perhaps looked past what we were told about
    looking ??= lookUntilNothing().finally(() => {
      looking = null;
    });
    return looking;
  }

  function nudge(): void {
    if (!isRunning || stopped || gathering) return;
    const waitMs = lookedAt + gatherMs - performance.now();
    if (waitMs > 0) gathering = setTimeout(lookNow, waitMs);
    else lookNow();
  }

  function lookNow(): void {
    gathering = undefined;
    look().catch(error => logger.error({ err: error }, `${name}: looking failed; the next scan tries again`));
  }

  return {
    start() {
      isRunning = true;
      timer = setInterval(nudge, options.scanMs);
      nudge();
    },
    nudge,
    async drain() {
      await look();
      while (inFlight.size > 0) {
        await Promise.all(inFlight);
        await look();
      }
    },
    async stop({ timeoutMs }) {
      stopped = true;
      clearInterval(timer);
      clearTimeout(gathering);
      const late = sleep(timeoutMs, undefined, { ref: false });
      const ended = (async () => {
        await looking?.catch(() => {}); // it has been logged by whoever nudged
        await Promise.all(inFlight);
      })();
      await Promise.race([ended, late]);
    },
  };
}
