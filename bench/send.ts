import { Pool } from 'undici';
import { until } from '../test/helpers/server-process.ts';
import type { FakeGateway } from './fake-gateway.ts';
import { startInstallation } from './installation.ts';

/** Longer than any run: a benchmark that hangs is told. */
const TIMEOUT_MS = 120_000;

/**
 * How fast one schedule's messages reach the gateway, one after the other (an instance's `concurrency` is 1), and how
 * fast a loop that only posts does the same in the same run.
 */
export async function measureSending(
  count: number,
): Promise<{ count: number; perSecond: number; barePerSecond: number }> {
  const { gateway, call, close } = await startInstallation();
  try {
    const numbers = Array.from({ length: count }, (_, index) => `+55119${String(90_000_000 + index)}`);
    const startAt = Temporal.Now.instant().add({ seconds: 2 }).toString();
    await call('POST', '/api/schedules/', { frequency: 'once', start_at: startAt, text: 'Oi!', numbers });
    const timesMs = arrivals(gateway);
    await until(() => timesMs.length >= count, TIMEOUT_MS, `sending ${count} messages`);
    if (new Set(gateway.accepted.map(({ number }) => number)).size !== count) throw new Error('a message was doubled');
    gateway.emitSent = false; // the product hears of every send by webhook; the loop is spared even that
    return { count, perSecond: rate(timesMs), barePerSecond: await bareRate(gateway, numbers) };
  } finally {
    await close();
  }
}

async function bareRate(gateway: FakeGateway, numbers: readonly string[]): Promise<number> {
  const timesMs = arrivals(gateway);
  const pool = new Pool(gateway.baseUrl);
  for (const number of numbers) {
    const reply = await pool.request({
      method: 'POST',
      path: `/message/sendText/${gateway.instanceName}`,
      headers: { 'content-type': 'application/json', apikey: gateway.apiKey },
      body: JSON.stringify({ number: number.slice(1), text: 'Oi!' }),
    });
    await reply.body.json();
  }
  await pool.close();
  return rate(timesMs);
}

/** When each message from now on reaches the gateway, in milliseconds. */
function arrivals(gateway: FakeGateway): number[] {
  const timesMs: number[] = [];
  gateway.behave = () => {
    timesMs.push(performance.now());
    return { kind: 'accept' };
  };
  return timesMs;
}

/** Messages a second between the first and the last arrival. */
function rate(timesMs: readonly number[]): number {
  return ((timesMs.length - 1) * 1000) / (timesMs.at(-1)! - timesMs[0]!);
}
