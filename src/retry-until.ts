import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.ts';

const FIRST_MS = 500;
const MAX_MS = 10_000;

/**
 * Tries until it works: a database that starts later than we do is no reason to end.
 *
 * @throws what `work` threw last, when `stopping` is aborted
 */
export async function retryUntilItWorks<T>(work: () => Promise<T>, logger: Logger, stopping: AbortSignal): Promise<T> {
  for (let waitMs = FIRST_MS; ; waitMs = Math.min(waitMs * 2, MAX_MS)) {
    try {
      return await work();
    } catch (error) {
      if (stopping.aborted) throw error;
      logger.error({ err: error }, 'the database is not ready; trying again');
      await sleep(waitMs, undefined, { signal: stopping }).catch(() => {});
    }
  }
}
