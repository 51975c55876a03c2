import { createApp } from './app.ts';
import { ConfigError } from './config.ts';
import { DataDirInUseError } from './data-dir.ts';
import { loadConfig } from './environment.ts';
import { createLogger } from './http/logger.ts';
import { welcome } from './welcome.ts';

/** Starts the server and stops it in good order on SIGTERM or SIGINT. Ends the process with 1 when it cannot start. */
export async function serve(): Promise<void> {
  try {
    const config = loadConfig();
    const logger = createLogger(config);
    const app = await createApp(config, logger);
    let stopping = false;
    const stop = async (signal: string) => {
      if (stopping) return;
      stopping = true;
      logger.info({ signal }, 'stopping: no new work, what is under way may end');
      await app.close();
      process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
    if (process.env.npm_lifecycle_event) whenOrphaned(() => void stop('npm ended'));
    const started = await app.start();
    process.stdout.write(welcome(config, started));
  } catch (error) {
    // What a person can mend is said in a sentence; anything else is a fault of ours and shows its trace.
    const isTheirs = error instanceof ConfigError || error instanceof DataDirInUseError;
    console.error(isTheirs ? error.message : error);
    process.exit(1);
  }
}

const PARENT_CHECK_MS = 500;

/** npm puts a shell between itself and us, and that shell dies of a signal without passing it on. */
function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_MS).unref();
}

if (import.meta.main) await serve();
