import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../test/helpers/server-process.ts';
import type { FakeGateway } from './fake-gateway.ts';
import { type Installation, type InstallationOptions, startInstallation } from './installation.ts';
import { percentile } from './statistics.ts';

/** Longer than any run: a benchmark that hangs is told. */
const TIMEOUT_MS = 120_000;
/** Before the first measured instant: the schedules are made by then, and nothing else runs. */
const QUIET_MS = 3_000;
/** The gateway that is not free answers after this. */
export const SLOW_GATEWAY_MS = 50;
/** So many messages on the way that nobody waits for a gateway of 50 ms. */
export const RAISED_CONCURRENCY = 200;

/** The product goes by its database's clock, which it knows to the millisecond or two. */
const CLOCKS_DIFFER_MS = 2;

/** Milliseconds from a schedule's instant to the arrival of its message at the gateway. */
export interface Lateness {
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
}

export interface LatenessOptions extends InstallationOptions {
  /** Whether the gateway posts its `send.message` event for every message. */
  events?: boolean;
}

/** Schedules that are all due in the same second, one message each. */
export async function sameSecond(count: number, options: LatenessOptions & { latencyMs?: number }): Promise<Lateness> {
  return measured(options, async ({ call, gateway }, lateness) => {
    const at = secondsFromNow(((await makingMs(call, count)) + QUIET_MS) / 1_000);
    await makeSchedules(call, count, () => at);
    if (Temporal.Now.instant().until(at).total('milliseconds') < QUIET_MS / 2)
      throw new Error('making the schedules took so long that they would be measured too');
    gateway.behave = lateness.behave(options.latencyMs);
    await until(() => lateness.all.length >= count, TIMEOUT_MS, `sending ${count} messages`);
  });
}

/** Schedules at distinct seconds, one after the other. */
export async function distinctSeconds(count: number, options: LatenessOptions): Promise<Lateness> {
  return measured(options, async ({ call, gateway }, lateness) => {
    const first = secondsFromNow(((await makingMs(call, count)) + QUIET_MS) / 1_000);
    await makeSchedules(call, count, index => first.add({ seconds: index }));
    gateway.behave = lateness.behave();
    await until(() => lateness.all.length >= count, count * 1_000 + TIMEOUT_MS, `sending ${count} messages`);
  });
}

/** Schedules that are made less than five seconds before they are due, each made when the one before has been sent. */
export async function madeShortBefore(count: number, options: LatenessOptions): Promise<Lateness> {
  return measured(options, async ({ call, gateway }, lateness) => {
    gateway.behave = lateness.behave();
    for (let index = 0; index < count; index++) {
      // From half a second to four and a half before, so that no polling interval fits them all.
      await sleep((index * 370) % 1_000);
      await makeSchedules(call, 1, () => secondsFromNow(0.5 + ((index * 1.3) % 4)), index);
      await until(() => lateness.all.length > index, TIMEOUT_MS, 'sending one message');
    }
  });
}

/** The lateness of each message: its text is its instant. */
interface Measuring {
  all: number[];
  behave(latencyMs?: number): FakeGateway['behave'];
}

async function measured(
  options: LatenessOptions,
  run: (installation: Installation, lateness: Measuring) => Promise<void>,
): Promise<Lateness> {
  const all: number[] = [];
  const behave: Measuring['behave'] =
    (latencyMs = 0) =>
    ({ text }) => {
      all.push(Date.now() - Date.parse(text));
      return { kind: 'accept', latencyMs };
    };
  const installation = await startInstallation(options);
  installation.gateway.emitSent = options.events ?? false;
  try {
    await run(installation, { all, behave });
  } finally {
    await installation.close();
  }
  if (Math.min(...all) < -CLOCKS_DIFFER_MS) throw new Error(`a message was ${-Math.min(...all)} ms early`);
  return { p50Ms: percentile(all, 0.5), p95Ms: percentile(all, 0.95), maxMs: Math.max(...all) };
}

async function makeSchedules(
  call: Installation['call'],
  count: number,
  at: (index: number) => Temporal.Instant,
  firstIndex = 0,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const startAt = at(index).toString();
    const numbers = [`+55119${String(90_000_000 + firstIndex + index)}`];
    await call('POST', '/api/schedules/', { frequency: 'once', start_at: startAt, text: startAt, numbers });
  }
}

/** Twice what making so many will take on this machine as it is now; what they need is compiled and connected after it. */
async function makingMs(call: Installation['call'], count: number): Promise<number> {
  const tries = 20;
  const started = performance.now();
  await makeSchedules(call, tries, () => secondsFromNow(24 * 3_600));
  return (2 * count * (performance.now() - started)) / tries;
}

/** A whole second (`start_at` has no finer ones), at least this far ahead. */
function secondsFromNow(seconds: number): Temporal.Instant {
  const { epochMilliseconds } = Temporal.Now.instant();
  return Temporal.Instant.fromEpochMilliseconds(Math.ceil((epochMilliseconds + seconds * 1_000) / 1_000) * 1_000);
}
