import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Delivery, EvolutionConfig } from '../../src/db/entities/index.ts';
import { fireDue, LEAD_MS } from '../../src/delivery/fire.ts';
import { type Lane, startLane } from '../../src/delivery/lane.ts';
import { AHEAD_MS } from '../../src/delivery/send.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { until } from '../helpers/server-process.ts';
import { createWorld, type World } from '../helpers/world.ts';

const HANGS = '5511910000000';
const manyNumbers = (count: number) => Array.from({ length: count }, (_, n) => `+55119${20_000_000 + n}`);

describeEachDatabase('an instance’s lane', create => {
  let world: World;
  let stopping: AbortController;
  let lane: Lane | undefined;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    stopping = new AbortController();
  });
  afterEach(async () => {
    stopping.abort();
    await world.gateway.close(); // ends what hangs
    await lane?.ended;
    await world.close();
  });

  const set = (change: Partial<EvolutionConfig>) =>
    world.db.em.nativeUpdate(EvolutionConfig, { id: world.instance.id }, change);
  const queue = async (when: string, at: string, numbers: string[]) => {
    await world.schedule(when, { numbers });
    world.clock.set(at);
    await fireDue(world.deps);
  };
  const begin = (at?: Temporal.Instant) => {
    lane = startLane(world.deps, world.instance.id, stopping.signal, at);
    return lane;
  };
  const sent = () => world.db.em.count(Delivery, { status: 'sent' });

  test('a message that hangs leaves the room of the others to what is queued later', async () => {
    await set({ concurrency: 2 });
    world.gateway.behave = ({ number }) => (number === HANGS ? { kind: 'hang' } : { kind: 'accept' });
    await queue('hoje às 11h', '2026-11-24T11:00:00-03:00', [`+${HANGS}`]);
    const { nudge } = begin();
    await until(async () => (await world.db.em.count(Delivery, { status: 'sending' })) === 1);
    await queue('hoje às 12h', '2026-11-24T12:00:00-03:00', ['+5511920000000']);
    nudge();
    await until(async () => (await sent()) === 1);
    expect(world.gateway.accepted.map(({ number }) => number)).toEqual(['5511920000000']);
  });

  test('what was sent is written at once, not when the pace lets the next one go', async () => {
    await set({ pace: 'normal' });
    await queue('hoje às 11h', '2026-11-24T11:00:00-03:00', ['+5511910000001', '+5511910000002']);
    begin(); // the clock stands still: the second one's slot never comes
    await until(async () => (await sent()) === 1);
    expect(world.gateway.accepted).toHaveLength(1);
  });

  test('all of a big claim leaves, also while the gateway answers nothing', async () => {
    await set({ concurrency: 60 });
    let arrived = 0;
    world.gateway.behave = () => {
      arrived += 1;
      return { kind: 'hang' };
    };
    await queue('hoje às 11h', '2026-11-24T11:00:00-03:00', manyNumbers(60));
    begin();
    await until(() => arrived === 60);
  });

  describe('what is due in a moment', () => {
    const DUE = Temporal.Instant.from('2026-11-24T11:00:00-03:00');
    /** At the moment in which it is claimed; the run was made ready before. */
    const shortBefore = async () => {
      await queue('hoje às 11h', DUE.subtract({ milliseconds: LEAD_MS }).toString(), ['+5511910000001']);
      world.clock.set(DUE.subtract({ milliseconds: AHEAD_MS }).toString());
    };

    test('is claimed now and leaves at its instant, not before', async () => {
      await shortBefore();
      await queue('hoje às 11h00m01', world.clock.now().toString(), ['+5511910000002']); // is for another moment
      let arrivedAfterMs = 0;
      const startedMs = performance.now();
      world.gateway.behave = () => {
        arrivedAfterMs = performance.now() - startedMs;
        return { kind: 'accept' };
      };
      const { ended } = begin(DUE);
      await until(async () => (await world.db.em.count(Delivery, { status: 'sending' })) === 1);
      await ended;
      expect(arrivedAfterMs).toBeGreaterThanOrEqual(AHEAD_MS - 1);
      expect(world.gateway.accepted.map(({ number }) => number)).toEqual(['5511910000001']);
      expect(await world.db.em.fork().findOneOrFail(Delivery, { status: 'sent' })).toMatchObject({ startedAt: DUE });
    });

    test('is held by what holds then: quiet hours that end with its instant do not', async () => {
      await set({ quietHours: { from: '22:00', to: '11:00' } });
      await shortBefore();
      await begin(DUE).ended;
      expect(await sent()).toBe(1);
    });

    test('is held by quiet hours that begin with its instant', async () => {
      await set({ quietHours: { from: '11:00', to: '12:00' } });
      await shortBefore();
      await begin(DUE).ended;
      expect(await world.db.em.fork().findOneOrFail(Delivery, { status: 'queued' })).toMatchObject({ attempts: 0 });
      expect(world.gateway.accepted).toEqual([]);
    });

    test('is not claimed without it', async () => {
      await shortBefore();
      await begin().ended;
      expect(await world.db.em.count(Delivery, { status: 'queued' })).toBe(1);
    });

    test('leaves at its instant also when the process is stopped meanwhile', async () => {
      await shortBefore();
      const { ended } = begin(DUE);
      await until(async () => (await world.db.em.count(Delivery, { status: 'sending' })) === 1);
      stopping.abort();
      await ended;
      expect([world.gateway.accepted.length, await sent()]).toEqual([1, 1]);
    });
  });

  test('a stop in the middle of a claim lets all of it leave, for it would be in doubt', async () => {
    await set({ concurrency: 60 });
    world.gateway.behave = ({ nth }) => {
      if (nth === 1) stopping.abort();
      return { kind: 'accept', latencyMs: 20 };
    };
    await queue('hoje às 11h', '2026-11-24T11:00:00-03:00', manyNumbers(80));
    await begin().ended;
    expect([world.gateway.accepted.length, await sent()]).toEqual([60, 60]);
    expect(await world.db.em.count(Delivery, { status: 'queued' })).toBe(20);
  });

  test('a stop begins no new send, and what is on the way is written', async () => {
    await set({ concurrency: 1 });
    world.gateway.behave = () => {
      stopping.abort();
      return { kind: 'accept', latencyMs: 20 };
    };
    await queue('hoje às 11h', '2026-11-24T11:00:00-03:00', ['+5511910000001', '+5511910000002']);
    await begin().ended;
    expect(await sent()).toBe(1);
    expect(await world.db.em.count(Delivery, { status: 'queued' })).toBe(1);
    expect(world.gateway.accepted).toHaveLength(1);
  });
});
