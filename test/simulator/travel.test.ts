import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { virtualClock } from '../../src/clock.ts';
import type { TimeMachine } from '../../src/simulator/time-machine.ts';
import { type StartedSimulator, startSimulator } from './start-simulator.ts';

/** 10:00 in São Paulo. */
const START = '2026-11-24T13:00:00Z';

let simulator: StartedSimulator;
let clock: ReturnType<typeof virtualClock>;
let planned: string[];
let sentAt: string[];

/** Something is due at each planned instant, and goes out when time is there or later. */
function machine(): TimeMachine {
  return {
    nextDue: async () => (planned[0] === undefined ? null : Temporal.Instant.from(planned[0])),
    shiftBy: milliseconds => clock.advance({ milliseconds }),
    settle: async () => {
      while (planned[0] !== undefined && Temporal.Instant.compare(planned[0], clock.now()) <= 0) {
        planned.shift();
        sentAt.push(clock.now().toString());
      }
    },
  };
}

beforeEach(async () => {
  clock = virtualClock(START);
  planned = [];
  sentAt = [];
  simulator = await startSimulator({ clock, timeMachine: machine() });
});
afterEach(() => simulator.close());

describe('a journey in time', () => {
  test('stops wherever something is due, so that it leaves at its instant', async () => {
    planned = ['2026-11-24T13:20:00Z', '2026-11-24T13:45:30Z', '2026-11-24T15:00:00Z'];
    const { status, body } = await simulator.page('POST', '/relogio', { minutes: 60 });
    expect(status).toBe(200);
    expect(sentAt).toEqual(['2026-11-24T13:20:00Z', '2026-11-24T13:45:30Z']);
    expect(body.clock).toMatchObject({ now: '2026-11-24T14:00:00.000Z', can_travel: true, travelling: false });
  });

  test('until tomorrow morning ends at nine in the shop’s zone', async () => {
    const { body } = await simulator.page('POST', '/relogio', { until: 'tomorrow_morning' });
    expect(body.clock.now).toBe('2026-11-25T12:00:00.000Z');
  });

  test('ends although something stays due', async () => {
    await simulator.close();
    const stuck = { ...machine(), nextDue: async () => Temporal.Instant.from(START), settle: async () => {} };
    simulator = await startSimulator({ clock, timeMachine: stuck });
    const { body } = await simulator.page('POST', '/relogio', { minutes: 5 });
    expect(body.clock.now).toBe('2026-11-24T13:05:00.000Z');
  });

  test.for([
    ['backwards', { minutes: -5 }, 'invalid'],
    ['nowhere', {}, 'invalid'],
    ['longer than a month', { minutes: 100_000 }, 'invalid'],
  ] as const)('%s is refused', async ([, body, code]) => {
    expect(await simulator.page('POST', '/relogio', body)).toMatchObject({ status: 400, body: { code } });
  });

  test('is refused while another lasts', async () => {
    await simulator.close();
    const { promise, resolve } = Promise.withResolvers<void>();
    simulator = await startSimulator({ clock, timeMachine: { ...machine(), settle: () => promise } });
    const first = simulator.page('POST', '/relogio', { minutes: 1 });
    await expect.poll(async () => (await simulator.page('GET', '/estado')).body.clock.travelling).toBe(true);
    expect(await simulator.page('POST', '/relogio', { minutes: 1 })).toMatchObject({
      status: 400,
      body: { code: 'already_travelling' },
    });
    resolve();
    expect((await first).status).toBe(200);
  });
});

test('without a time machine the page offers none', async () => {
  await simulator.close();
  simulator = await startSimulator();
  expect((await simulator.page('GET', '/estado')).body.clock.can_travel).toBe(false);
  expect(await simulator.page('POST', '/relogio', { minutes: 1 })).toMatchObject({
    status: 400,
    body: { code: 'no_time_machine' },
  });
});
