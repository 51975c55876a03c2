import { describe, expect, test } from 'vitest';
import { ALARM_HORIZON_MS } from '../../src/jobs/alarm-setter.ts';
import { alarmClock, alarmProcess, embeddedStore, mongoDatabase, started, storedJobs } from './alarm-helpers.ts';
import { eventually, inMs, MONGODB_URL, NEEDS_MONGODB, now, pause } from './helpers.ts';

/** The store is polled every second: what rings sooner was rung by a timer. A busy machine needs most of it. */
const BEFORE_THE_NEXT_POLL_MS = 900;

const stores = [
  { title: 'SQLite', store: async () => embeddedStore(), isMissing: false },
  { title: `MongoDB${NEEDS_MONGODB}`, store: async () => (await mongoDatabase()).store, isMissing: !MONGODB_URL },
];

for (const { title, store, isMissing } of stores) {
  describe.skipIf(isMissing)(`an alarm clock on ${title}`, () => {
    test('rings at the instant, not before, and the alarm is gone', async () => {
      const { clock, rang } = alarmClock({ store: await store() });
      await started(clock);
      const at = inMs(700);
      clock.at(at);
      await eventually('it rang', () => rang.length > 0);
      expect(rang).toHaveLength(1);
      expect(rang[0]).toMatchObject({ at: at.epochMilliseconds });
      expect(rang[0]!.afterMs).toBeGreaterThanOrEqual(-1);
      expect(rang[0]!.afterMs).toBeLessThan(BEFORE_THE_NEXT_POLL_MS);
      await eventually('the store is empty', async () => (await storedJobs(clock)).length === 0);
    });

    test('an instant that has passed rings at once', async () => {
      const { clock, rang } = alarmClock({ store: await store() });
      await started(clock);
      clock.at(inMs(-5_000));
      await eventually('it rang', () => rang.length === 1, 2_000);
    });

    test('five thousand schedules at 09:00 make one alarm, which carries only its instant', async () => {
      const { clock } = alarmClock({ store: await store(), role: 'api' });
      await started(clock);
      const nine = inMs(3_600_000);
      for (let schedule = 0; schedule < 5_000; schedule++) clock.at(nine);
      await clock.missing(Array.from({ length: 5_000 }, () => nine));
      await eventually('the alarm is stored', async () => (await storedJobs(clock)).length > 0);
      expect((await storedJobs(clock)).map(job => job.data)).toEqual([{ at: nine.toString() }]);
    });

    test('two processes that set the same alarms make one of each', async () => {
      const shared = await store();
      const clocks = [
        alarmClock({ store: shared, role: 'api' }).clock,
        alarmClock({ store: shared, role: 'api' }).clock,
      ];
      await Promise.all(clocks.map(started));
      const instants = Array.from({ length: 100 }, (_, minute) => inMs(3_600_000 + minute * 60_000));
      await Promise.all(clocks.map(clock => clock.missing(instants)));
      expect(await storedJobs(clocks[0]!)).toHaveLength(100);
    });

    test('far instants are left for later, past ones out, and missing adds only what is not there', async () => {
      const { clock } = alarmClock({ store: await store(), role: 'api' });
      await started(clock);
      const soon = inMs(60_000);
      clock.at(inMs(ALARM_HORIZON_MS + 60_000));
      clock.at(soon);
      await eventually('the alarm is stored', async () => (await storedJobs(clock)).length > 0);
      await clock.missing([soon, inMs(-60_000), inMs(120_000), inMs(ALARM_HORIZON_MS + 60_000)]);
      expect(await storedJobs(clock)).toHaveLength(2);
    });

    test('alarms that came to nothing are cleared away', async () => {
      const { clock } = alarmClock({ store: await store(), role: 'api' });
      await started(clock);
      await clock
        .agenda()!
        .db.saveJob({ name: 'fire', type: 'normal', priority: 0, nextRunAt: null, data: { at: 'x' } }, undefined);
      await clock.missing([]);
      expect(await storedJobs(clock)).toEqual([]);
    });

    test('the role api sets alarms and never rings', async () => {
      const shared = await store();
      const api = alarmClock({ store: shared, role: 'api' });
      const worker = alarmClock({ store: shared, role: 'worker' });
      await started(api.clock);
      await started(worker.clock);
      api.clock.at(inMs(300));
      await eventually('the worker rang', () => worker.rang.length > 0);
      expect(api.rang).toEqual([]);
    });

    test('firing that fails is reported, and the next alarm rings', async () => {
      const failures: string[] = [];
      const { clock } = alarmClock({
        store: await store(),
        fire: async at => {
          failures.push(at.toString());
          throw new Error('the database is away');
        },
      });
      await started(clock);
      clock.at(inMs(200));
      clock.at(inMs(400));
      await eventually('both rang', () => failures.length === 2);
      await eventually('the store is empty', async () => (await storedJobs(clock)).length === 0);
    });

    test('alarms survive a restart', async () => {
      const shared = await store();
      const before = alarmClock({ store: shared });
      await started(before.clock);
      const at = inMs(1_500);
      before.clock.at(at);
      await eventually('the alarm is stored', async () => (await storedJobs(before.clock)).length > 0);
      await before.clock.stop({ timeoutMs: 500 });
      const after = alarmClock({ store: shared });
      await started(after.clock);
      await eventually('it rang', () => after.rang.length === 1);
      expect([before.rang, after.rang[0]?.at]).toEqual([[], at.epochMilliseconds]);
    });

    test('stopping gives back an alarm that is locked for the next second', async () => {
      const shared = await store();
      const { clock, rang } = alarmClock({ store: shared, timing: { processEveryMs: 5_000 } });
      const other = alarmClock({ store: shared, role: 'api' });
      await started(other.clock);
      await started(clock);
      clock.at(inMs(3_000));
      const isLocked = async () => (await storedJobs(other.clock)).some(job => job.lockedAt);
      await eventually('it is locked', isLocked, 2_500);
      await clock.stop({ timeoutMs: 500 });
      expect(await isLocked()).toBe(false);
      expect(await storedJobs(other.clock)).toHaveLength(1);
      expect(rang).toEqual([]);
    });

    test('stopping waits for an alarm that is firing', async () => {
      let hasEnded = false;
      const { clock } = alarmClock({
        store: await store(),
        async fire() {
          await pause(600);
          hasEnded = true;
        },
      });
      await started(clock);
      clock.at(now());
      await eventually(
        'it is firing',
        async () => Boolean((await storedJobs(clock)).some(job => job.lastRunAt)),
        2_000,
      );
      const stoppedAt = Date.now();
      await clock.stop({ timeoutMs: 5_000 });
      expect(hasEnded).toBe(true);
      expect(Date.now() - stoppedAt).toBeLessThan(2_000);
    });

    test('rings on after the machine slept through the lifetime of its locks', async () => {
      const timing = { processEveryMs: 400, lockLifetimeMs: 150, checkEveryMs: 100 };
      const { clock, rang } = alarmClock({ store: await store(), timing });
      await started(clock);
      for (let n = 0; n < 8; n++) clock.at(inMs(300 + n));
      await eventually('some are locked', async () => (await storedJobs(clock)).some(job => job.lockedAt));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500); // nothing runs meanwhile, as in sleep
      await pause(1_500);
      rang.length = 0;
      clock.at(inMs(300));
      await eventually('it rang', () => rang.length > 0);
    });

    test('what a killed worker had locked rings elsewhere when its lock runs out', async () => {
      const shared = await store();
      const at = Date.now() + 3_000;
      const dying = await alarmProcess({ store: shared, set: [at], hangs: true });
      await eventually('it rang there', () => dying.lateness().length === 1);
      dying.kill();
      const { clock, rang } = alarmClock({ store: shared, timing: { lockLifetimeMs: 2_000 } });
      await started(clock);
      await eventually('it rang here', () => rang.length === 1);
      expect(rang[0]).toMatchObject({ at });
    });
  });
}

describe.skipIf(!MONGODB_URL)(`an alarm that another process set${NEEDS_MONGODB}`, () => {
  test('is heard of long before it rings', async () => {
    const { store } = await mongoDatabase();
    const expected: number[] = [];
    const worker = alarmClock({ store, role: 'worker', expect: at => void expected.push(at.epochMilliseconds) });
    const api = alarmClock({ store, role: 'api', expect: () => expect.fail('the api fires nothing') });
    await started(worker.clock);
    await started(api.clock);
    const at = inMs(3_600_000);
    api.clock.at(at);
    await eventually('the worker heard of it', () => expected.length > 0);
    expect(Math.abs(expected[0]! - at.epochMilliseconds)).toBeLessThanOrEqual(1);
    expect(worker.rang).toEqual([]);
  });
});
