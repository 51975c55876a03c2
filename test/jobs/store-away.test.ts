import { describe, expect, test } from 'vitest';
import { createReconciler } from '../../src/jobs/reconciler.ts';
import { alarmClock, alarmProcess, mongoDatabase, started, storedJobs } from './alarm-helpers.ts';
import { breakableProxy, eventually, inMs, MONGODB_URL, NEEDS_MONGODB, now, pause, silent } from './helpers.ts';

// Vitest fails a run with an unhandled rejection or an uncaught exception: each of these tests is also a test for their absence.

test('without any job store the clock says so, throws nothing, and sends are on time', async () => {
  const { clock } = alarmClock({ store: { kind: 'mongodb', url: 'mongodb://127.0.0.1:9' } });
  clock.start();
  expect(clock.state()).toBe('connecting');
  const due = inMs(1_200);
  let firedAfterMs: number | undefined;
  const reconciler = createReconciler({
    everyMs: 10_000,
    dueInstants: async () => [due],
    async fireDue() {
      const afterMs = Date.now() - due.epochMilliseconds;
      if (afterMs >= 0) firedAfterMs ??= afterMs;
    },
    leadMs: 0,
    async sendDue() {},
    aheadMs: 0,
    alarms: clock,
    logger: silent,
    now,
  });
  reconciler.start();
  clock.at(due);
  await clock.missing([due]);
  await eventually('it fired', () => firedAfterMs !== undefined);
  expect(firedAfterMs).toBeLessThan(200);
  await eventually('the clock is down', () => clock.state() === 'down');
  expect(clock.agenda()).toBeNull();
  await reconciler.stop();
});

describe.skipIf(!MONGODB_URL)(`MongoDB that goes away${NEEDS_MONGODB}`, () => {
  test('at the start: the clock begins when it comes', async () => {
    const proxy = await breakableProxy(MONGODB_URL!);
    await proxy.goAway();
    const { store } = await mongoDatabase(proxy.url);
    const { clock, rang } = alarmClock({ store });
    clock.start();
    await eventually('it is down', () => clock.state() === 'down');
    await proxy.comeBack();
    await eventually('it runs', () => clock.state() === 'ok', 10_000);
    clock.at(inMs(100));
    await eventually('it rang', () => rang.length === 1);
  });

  test('for a while: the clock is down, then goes on', async () => {
    const proxy = await breakableProxy(MONGODB_URL!);
    const { store } = await mongoDatabase(proxy.url);
    const { clock, rang } = alarmClock({ store, timing: { checkEveryMs: 300 } });
    await started(clock);
    await proxy.goAway();
    await eventually('it is down', () => clock.state() === 'down', 10_000);
    clock.at(inMs(100));
    await clock.missing([inMs(5_000)]);
    expect(clock.agenda()).toBeNull();
    await proxy.comeBack();
    await eventually('it runs again', () => clock.state() === 'ok', 10_000);
    rang.length = 0;
    const at = inMs(300);
    clock.at(at);
    await eventually('it rang', () => rang.some(each => each.at === at.epochMilliseconds));
  });

  test('without a word: its silence ends in time, and stopping does not wait for it', async () => {
    const proxy = await breakableProxy(MONGODB_URL!);
    const { store } = await mongoDatabase(proxy.url);
    const { clock } = alarmClock({ store, timing: { checkEveryMs: 300 } });
    await started(clock);
    proxy.stopAnswering();
    const stoppedAnsweringAt = Date.now();
    await expect(clock.missing([inMs(60_000)])).rejects.toThrow();
    await eventually('it is down', () => clock.state() === 'down', 12_000);
    expect(Date.now() - stoppedAnsweringAt).toBeLessThan(9_000);
    const stopsAt = Date.now();
    await clock.stop({ timeoutMs: 200 });
    expect(Date.now() - stopsAt).toBeLessThan(8_000);
  }, 40_000);

  test('with all its jobs: the index is made anew and missing alarms come back', async () => {
    const { db, store } = await mongoDatabase();
    const { clock, rang } = alarmClock({ store, timing: { checkEveryMs: 200 } });
    await started(clock);
    const at = inMs(3_500);
    await clock.missing([at]);
    await db.dropDatabase();
    const indexes = async () =>
      (
        await db
          .collection('agendaJobs')
          .indexes()
          .catch(() => [])
      ).map(index => index.name);
    await eventually('it is indexed', async () => (await indexes()).includes('oneAlarmPerInstant'));
    await eventually('the alarm is back', async () => {
      await clock.missing([at]).catch(() => {});
      return (await storedJobs(clock).catch(() => [])).length === 1;
    });
    await eventually('it rang', () => rang.some(each => each.at === at.epochMilliseconds));
  });

  test('its index lets no second alarm in for an instant', async () => {
    const { db, store } = await mongoDatabase();
    const { clock } = alarmClock({ store, role: 'api' });
    await started(clock);
    const at = inMs(60_000);
    await clock.missing([at]);
    await expect(db.collection('agendaJobs').insertOne({ name: 'fire', data: { at: at.toString() } })).rejects.toThrow(
      'E11000',
    );
  });

  test('another process hears of a new alarm through the change stream, long before it polls', async () => {
    const { store } = await mongoDatabase();
    const worker = await alarmProcess({ store, timing: { processEveryMs: 60_000 } });
    const { clock } = alarmClock({ store, role: 'api' });
    await started(clock);
    await pause(1_000); // the stream is opened after the start
    for (let n = 0; n < 3; n++) {
      clock.at(now());
      await pause(300);
    }
    await eventually('all rang', () => worker.lateness().length === 3);
    expect(Math.max(...worker.lateness())).toBeLessThan(500);
  });
});
