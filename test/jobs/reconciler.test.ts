import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createReconciler, type ReconcilerOptions } from '../../src/jobs/reconciler.ts';
import { alarmClock, alarmProcess, embeddedStore, started, storedJobs } from './alarm-helpers.ts';
import { eventually, inMs, now, silent } from './helpers.ts';

const forever = () => new Promise<never>(() => {});

/** A reconciler with a tick every 10 s, nothing due, and a store that takes all alarms; it notes when it fires and what the store is asked. */
function reconciler(options: Partial<ReconcilerOptions> = {}) {
  const firedAt: number[] = [];
  const asked: number[][] = [];
  const built = createReconciler({
    everyMs: 10_000,
    dueInstants: async () => [],
    async fireDue() {
      firedAt.push(Date.now());
    },
    leadMs: 2_000,
    async sendDue() {},
    aheadMs: 50,
    alarms: {
      async missing(instants) {
        asked.push(instants.map(instant => instant.epochMilliseconds));
      },
    },
    logger: silent,
    now,
    ...options,
  });
  return { reconciler: built, firedAt, asked };
}

describe('the reconciler', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('fires what is due and adds missing alarms at the start and at every tick', async () => {
    const at = inMs(3_600_000);
    const { reconciler: started, firedAt, asked } = reconciler({ dueInstants: async () => [at] });
    const startedAt = Date.now();
    started.start();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(firedAt.map(ms => ms - startedAt)).toEqual([0, 10_000, 20_000]);
    expect(asked).toEqual([[at.epochMilliseconds], [at.epochMilliseconds], [at.epochMilliseconds]]);
  });

  test('fires before and on each instant between two ticks, once, however late the ticks are', async () => {
    const instants = [inMs(4_000), inMs(4_000), inMs(7_500), inMs(10_002)];
    const { reconciler: started, firedAt } = reconciler({ dueInstants: async () => instants });
    const startedAt = Date.now();
    started.start();
    await vi.advanceTimersByTimeAsync(10_500);
    expect(firedAt.map(ms => ms - startedAt)).toEqual([
      ...[0, 2_000, 4_000, 5_500, 7_500, 8_002, 10_000, 10_001, 10_002],
    ]);
  });

  test('a store that hangs delays no firing and is asked nothing more until it answers', async () => {
    let questions = 0;
    let answer = () => {};
    const { reconciler: started, firedAt } = reconciler({
      dueInstants: async () => [inMs(5_000)],
      alarms: {
        missing: () => {
          questions += 1;
          return new Promise<void>(resolve => {
            answer = resolve;
          });
        },
      },
    });
    started.start();
    await vi.advanceTimersByTimeAsync(35_000);
    expect(firedAt.length).toBeGreaterThanOrEqual(4);
    expect(questions).toBe(1);
    answer();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(questions).toBe(2);
  });

  test('a store that fails and a database that fails stop nothing', async () => {
    let firings = 0;
    const { reconciler: started } = reconciler({
      dueInstants: async () => {
        if (firings === 1) throw new Error('the database is away');
        return [];
      },
      async fireDue() {
        firings += 1;
        throw new Error('the database is away');
      },
      alarms: {
        missing: async () => {
          throw new Error('the store is away');
        },
      },
    });
    started.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(firings).toBe(4);
  });

  test('does not ask for what is due before its clock says so', async () => {
    const at = inMs(5_000);
    let correctionMs = 0;
    const corrected = () => inMs(correctionMs);
    const firedAt: number[] = [];
    const { reconciler: started } = reconciler({
      now: corrected,
      dueInstants: async () => [at],
      async fireDue() {
        firedAt.push(corrected().epochMilliseconds - at.epochMilliseconds);
      },
    });
    started.start();
    await vi.advanceTimersByTimeAsync(1_000);
    correctionMs = -300; // measured against the database, after the timer was set
    await vi.advanceTimersByTimeAsync(8_000);
    expect(firedAt).toEqual([-5_000, -2_000, 0]);
  });

  test('looks for what another process made due in a moment, and fires it on time', async () => {
    const at = inMs(6_300);
    const asked: number[] = [];
    let isMade = false;
    const { reconciler: started, firedAt } = reconciler({
      looks: {
        everyMs: 1_000,
        async dueWithin(ms) {
          asked.push(ms);
          const until = Date.now() + ms;
          return isMade && at.epochMilliseconds <= until ? [at] : [];
        },
      },
    });
    const startedAt = Date.now();
    started.start();
    await vi.advanceTimersByTimeAsync(5_100);
    isMade = true;
    await vi.advanceTimersByTimeAsync(1_300);
    expect(firedAt.map(ms => ms - startedAt)).toEqual([0, 6_001, 6_300]);
    expect(new Set(asked)).toEqual(new Set([4_000]));
    await started.stop();
  });

  test('a look that fails stops nothing', async () => {
    const { reconciler: started, firedAt } = reconciler({
      looks: {
        everyMs: 1_000,
        dueWithin: async () => {
          throw new Error('the database is away');
        },
      },
    });
    started.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(firedAt).toHaveLength(2);
    await started.stop();
  });

  test('what was made ready is claimed a moment ahead, and looked for once more before anything else', async () => {
    const order: string[] = [];
    const { reconciler: quiet } = reconciler({
      async sendDue(at) {
        order.push(`send ${Date.now() - startedAt} for ${at.epochMilliseconds - startedAt}`);
      },
      async fireDue() {
        order.push(`fire ${Date.now() - startedAt}`);
      },
    });
    const startedAt = Date.now();
    quiet.nudge(inMs(3_000));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(order).toEqual(['fire 1000', 'send 2950 for 3000', 'send 3000 for 3000', 'fire 3000']);
  });

  test('a hundred nudges are one firing', async () => {
    const { reconciler: quiet, firedAt } = reconciler();
    for (let n = 0; n < 100; n++) quiet.nudge();
    await vi.advanceTimersByTimeAsync(5);
    expect(firedAt).toHaveLength(1);
  });

  test('a nudge with an instant ahead fires then, and makes ready before', async () => {
    const { reconciler: quiet, firedAt } = reconciler();
    const at = inMs(3_000);
    quiet.nudge(at);
    quiet.nudge(inMs(2_000));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(firedAt.map(ms => ms - at.epochMilliseconds)).toEqual([-3_000, -2_000, -1_000, 0]);
  });

  test('firings do not overlap, and a nudge during one is answered by one more', async () => {
    let [running, most, firings] = [0, 0, 0];
    const { reconciler: quiet } = reconciler({
      async fireDue() {
        firings += 1;
        running += 1;
        most = Math.max(most, running);
        await new Promise(resolve => setTimeout(resolve, 1_000));
        running -= 1;
      },
    });
    void quiet.tick();
    await vi.advanceTimersByTimeAsync(500);
    quiet.nudge();
    await vi.advanceTimersByTimeAsync(100);
    quiet.nudge();
    void quiet.tick();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([most, firings]).toEqual([1, 2]);
  });

  test('stopping waits for the firing under way, and nothing fires after it', async () => {
    let hasEnded = false;
    let firings = 0;
    const { reconciler: started } = reconciler({
      dueInstants: async () => [inMs(2_000)],
      async fireDue() {
        firings += 1;
        await new Promise(resolve => setTimeout(resolve, 1_000));
        hasEnded = true;
      },
    });
    started.start();
    await vi.advanceTimersByTimeAsync(500);
    const stopping = started.stop();
    await vi.advanceTimersByTimeAsync(600);
    await stopping;
    expect(hasEnded).toBe(true);
    started.nudge();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(firings).toBe(1);
  });

  test('stopping does not wait for a store that hangs longer than a tick would', async () => {
    const { reconciler: started } = reconciler({ alarms: { missing: forever } });
    started.start();
    await vi.advanceTimersByTimeAsync(10);
    let hasStopped = false;
    void started.stop().then(() => {
      hasStopped = true;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(hasStopped).toBe(true);
  });
});

test('a worker killed with the alarm locked: another fires within a tick, while the alarm is still locked', async () => {
  const store = embeddedStore();
  const at = Date.now() + 3_000;
  const dying = await alarmProcess({ store, set: [at], hangs: true });
  await eventually('it rang there', () => dying.lateness().length === 1);
  dying.kill();

  const { clock, rang } = alarmClock({ store });
  await started(clock);
  const startedAt = Date.now();
  let firedAfterMs: number | undefined;
  const { reconciler: survivor } = reconciler({
    everyMs: 1_000,
    alarms: clock,
    async fireDue() {
      if (Date.now() >= at) firedAfterMs ??= Date.now() - startedAt;
    },
  });
  survivor.start();
  await eventually('it fired', () => firedAfterMs !== undefined);
  expect(firedAfterMs).toBeLessThan(1_000);
  expect((await storedJobs(clock)).map(job => job.state)).toEqual(['running']);
  expect(rang).toEqual([]);
  await survivor.stop();
});
