import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '../test/helpers/server-process.ts';
import type { BareLoop } from './bare-loop.ts';
import type { FakeGateway } from './fake-gateway.ts';
import { type InstallationOptions, startInstallation } from './installation.ts';
import { cpuSeconds } from './reply.ts';

/** Longer than any run: a benchmark that hangs is told. */
const TIMEOUT_MS = 120_000;
const TEXT = 'Oi!';
/** A schedule is made some time before it is due: its recipients are stored by then. */
const MADE_BEFORE_SECONDS = 10;

export interface SendingOptions extends InstallationOptions {
  count: number;
  /** Messages on the way at once: the instance's `concurrency`, and as many loops in the bare one. */
  concurrency: number;
  /** How long the gateway takes to answer. */
  latencyMs: number;
  /** Whether the gateway posts its `send.message` event for every message, as a real one does. */
  events: boolean;
}

/** Messages a second between the first and the last arrival at the gateway. */
export interface Sending {
  perSecond: number;
  barePerSecond: number;
  /** The product's processor time for one message. */
  cpuUs: number;
}

/**
 * How fast one schedule's messages reach the gateway, and how fast a bare undici loop posts the same ones with the same
 * concurrency, to the same gateway in the same run. The gateway is in this process; the product, and the loop after it,
 * in one of their own.
 */
export async function measureSending(options: SendingOptions): Promise<Sending> {
  const { count, concurrency } = options;
  const { gateway, call, server, close } = await startInstallation(options);
  try {
    const numbers = Array.from({ length: count }, (_, index) => `+55119${String(90_000_000 + index)}`);
    gateway.emitSent = options.events;
    const startAt = Temporal.Now.instant().add({ seconds: MADE_BEFORE_SECONDS }).toString();
    await call('POST', '/api/schedules/', { frequency: 'once', start_at: startAt, text: TEXT, numbers });
    const timesMs = arrivals(gateway, options.latencyMs);
    await until(() => timesMs.length > 0, TIMEOUT_MS, 'the first message');
    const cpuBefore = await cpuSeconds(server.url);
    await until(() => timesMs.length >= count, TIMEOUT_MS, `sending ${count} messages`);
    const cpuUs = (((await cpuSeconds(server.url)) - cpuBefore) * 1e6) / count;
    if (new Set(gateway.accepted.map(({ number }) => number)).size !== count) throw new Error('a message was doubled');
    gateway.emitSent = false; // the product hears of every send by webhook; the loop is spared even that
    const bareMs = arrivals(gateway, options.latencyMs);
    const { baseUrl, instanceName, apiKey } = gateway;
    await runBareLoop({ baseUrl, instanceName, apiKey, numbers, text: TEXT, concurrency });
    return { perSecond: rate(timesMs), barePerSecond: rate(bareMs), cpuUs };
  } finally {
    await close();
  }
}

async function runBareLoop(loop: BareLoop): Promise<void> {
  const script = join(import.meta.dirname, 'bare-loop.ts');
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(JSON.stringify(loop));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the bare loop ended with ${code}`);
}

/** When each message from now on reaches the gateway, in milliseconds. */
function arrivals(gateway: FakeGateway, latencyMs: number): number[] {
  const timesMs: number[] = [];
  gateway.behave = () => {
    timesMs.push(performance.now());
    return { kind: 'accept', latencyMs };
  };
  return timesMs;
}

function rate(timesMs: readonly number[]): number {
  return ((timesMs.length - 1) * 1000) / (timesMs.at(-1)! - timesMs[0]!);
}
