import type { SystemClock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { databaseNow, type Em, isSqlite } from './orm.ts';

const EVERY_MS = 60_000;
/** A jump is worth a line in the log. */
const JUMP_MS = 2_000;

/**
 * Keeps this process's clock on the database's, which all processes share: two servers whose clocks differ would call
 * different things due. An embedded database has the machine's own clock.
 */
export function followDatabaseClock(options: { em: Em; clock: SystemClock; logger: Logger }) {
  const { em, clock, logger } = options;
  let timer: NodeJS.Timeout | undefined;
  let lastMs = 0;

  async function measure(): Promise<void> {
    const before = Date.now();
    const database = await databaseNow(em.fork());
    const offsetMs = database.epochMilliseconds - Math.round((before + Date.now()) / 2);
    clock.correctBy(offsetMs);
    if (Math.abs(offsetMs - lastMs) > JUMP_MS) logger.warn({ offsetMs }, 'this clock and the database’s differ');
    lastMs = offsetMs;
  }

  return {
    /** Measures once, and from then on every minute. @throws when the database is away */
    async start(): Promise<void> {
      if (isSqlite(em)) return;
      await measure();
      const again = () =>
        measure().catch(error => logger.warn({ err: error }, 'the database’s clock could not be read'));
      timer = setInterval(again, EVERY_MS);
    },
    stop(): void {
      clearInterval(timer);
    },
  };
}
