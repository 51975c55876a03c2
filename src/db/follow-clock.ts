import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemClock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { databaseNow, type Em, isSqlite } from './orm.ts';

const EVERY_MS = 60_000;
/** How often the machine's clock is looked at, so that a jump is noticed also while nothing happens. */
const WATCH_MS = 1_000;
/** Between two tries while the database is away. */
const RETRY_MS = 1_000;
/** A difference that is worth a line in the log. */
const WORTH_SAYING_MS = 2_000;

/** So often the database is asked; the quickest answer is the truest, as in NTP: the first one opened a connection. */
const ASKED = 5;

export interface FollowClockOptions {
  em: Em;
  clock: SystemClock;
  logger: Logger;
  /** The machine's clock jumped, and `clock` is right again: whatever waits for an instant has to look at it anew. */
  onJump(jumpMs: number): Promise<void>;
}

/**
 * Keeps this process's clock on the database's, which all processes share: two servers whose clocks differ would call
 * different things due. An embedded database has the machine's own clock. After a jump of the machine's clock it is
 * measured at once; with the database away the clock goes on as before until it is back.
 */
export function followDatabaseClock({ em, clock, logger, onJump }: FollowClockOptions) {
  const timers: NodeJS.Timeout[] = [];
  const stopping = new AbortController();
  let lastMs = 0;

  async function measure(): Promise<void> {
    if (isSqlite(em)) return clock.correctBy(0);
    let best = await askForOffset(em);
    for (let asked = 1; asked < ASKED; asked++) {
      const other = await askForOffset(em);
      if (other.tookMs < best.tookMs) best = other;
    }
    const { offsetMs } = best;
    clock.correctBy(offsetMs);
    if (Math.abs(offsetMs - lastMs) > WORTH_SAYING_MS)
      logger.warn({ offsetMs }, 'this clock and the database’s differ');
    lastMs = offsetMs;
  }

  async function recover(jumpMs: number): Promise<void> {
    logger.warn({ jumpMs }, 'the machine’s clock jumped: it is measured anew');
    while (!stopping.signal.aborted) {
      try {
        await measure();
        return await onJump(jumpMs);
      } catch (error) {
        logger.warn({ err: error }, 'after a jump of the clock the database could not be read; it is tried again');
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
  }

  return {
    /** Measures once, and from then on every minute. @throws when the database is away */
    async start(): Promise<void> {
      await measure();
      clock.onJump(jumpMs => void recover(jumpMs));
      timers.push(setInterval(() => clock.now(), WATCH_MS));
      if (isSqlite(em)) return;
      const again = () =>
        measure().catch(error => logger.warn({ err: error }, 'the database’s clock could not be read'));
      timers.push(setInterval(again, EVERY_MS));
    },
    stop(): void {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** How far the database's clock is ahead of the machine's, wrong by at most half the time that the answer took. */
async function askForOffset(em: Em): Promise<{ offsetMs: number; tookMs: number }> {
  const before = Date.now();
  const started = performance.now();
  const database = await databaseNow(em.fork());
  const tookMs = performance.now() - started;
  const after = Date.now();
  // The machine's clock may jump while the database is asked: what was measured then means nothing.
  if (Math.abs(after - before - tookMs) > WORTH_SAYING_MS) throw new Error('the clock jumped while it was measured');
  return { offsetMs: database.epochMilliseconds - Math.round((before + after) / 2), tookMs };
}
