import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { onTestFinished } from 'vitest';
import { type AlarmClock, type AlarmsOptions, createAlarmClock } from '../../src/jobs/alarm-clock.ts';
import type { AlarmProcessOptions } from './alarm-process.ts';
import { eventually, MONGODB_URL, newDatabaseName, now, silent, temporaryPath } from './helpers.ts';

export const embeddedStore = (path = temporaryPath()) => ({ kind: 'embedded', path }) as const;

/** A MongoDB database of its own, dropped after the test. `url`: another way to the same server. */
export async function mongoDatabase(url = MONGODB_URL!) {
  const client = await MongoClient.connect(MONGODB_URL!);
  const db = client.db(newDatabaseName());
  onTestFinished(async () => {
    await db.dropDatabase();
    await client.close();
  });
  return { db, store: { kind: 'mongodb', url, dbName: db.databaseName } as const };
}

/** An alarm clock that notes what it rang for. It is stopped after the test. */
export function alarmClock(options: Pick<AlarmsOptions, 'store'> & Partial<AlarmsOptions>) {
  const rang: { at: number; afterMs: number }[] = [];
  const clock = createAlarmClock({
    role: 'all',
    logger: silent,
    now,
    async fire(at) {
      rang.push({ at: at.epochMilliseconds, afterMs: Date.now() - at.epochMilliseconds });
    },
    ...options,
  });
  onTestFinished(() => clock.stop({ timeoutMs: 500 }));
  return { clock, rang };
}

export async function started(clock: AlarmClock): Promise<AlarmClock> {
  clock.start();
  await eventually('the alarm clock runs', () => clock.state() === 'ok');
  return clock;
}

/** The jobs in the clock's store; the clock must be connected. */
export const storedJobs = async (clock: AlarmClock) => (await clock.agenda()!.queryJobs()).jobs;

/** Starts an alarm clock in a process of its own and waits until it is ready. The process is killed after the test. */
export async function alarmProcess(options: AlarmProcessOptions) {
  const script = fileURLToPath(new URL('alarm-process.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout?.on('data', chunk => {
    output += chunk;
  });
  await eventually('the other process is ready', () => output.includes('ready'), 15_000);
  return {
    kill: () => child.kill('SIGKILL'),
    /** Milliseconds between each instant and its ringing there. */
    lateness: () => [...output.matchAll(/^rang (\d+) (\d+)$/gm)].map(([, at, rangAt]) => Number(rangAt) - Number(at)),
  };
}
