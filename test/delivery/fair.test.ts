import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, EvolutionConfig } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { recordFinished } from '../../src/delivery/recorder.ts';
import { createSender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('groups and people on one instance', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  /** Queues so many people, and behind them so many groups. */
  async function queue(people: number, groups: number): Promise<void> {
    const numbers = Array.from({ length: people + groups }, (_, n) => `+55119${String(10_000_000 + n)}`);
    await world.schedule('hoje às 11h', { numbers });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    const rows = await world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
    const last = rows.slice(people).map(row => row.id);
    await world.db.em.nativeUpdate(Delivery, { id: { $in: last } }, { toGroup: true });
  }

  const set = (change: Partial<EvolutionConfig>) =>
    world.db.em.nativeUpdate(EvolutionConfig, { id: world.instance.id }, change);

  /** Claims once, and says that all of it was sent. @returns a letter for each message: Group or Person */
  async function claim(): Promise<string> {
    const taken = await takeNext(world.deps, world.instance.id);
    if (taken.kind !== 'send') return taken.kind;
    const finished = taken.deliveries.map(({ id }) => ({ id, sent: { messageId: `M${id}`, jid: 'x' } }));
    await world.run(async work => {
      const config = await work.em.findOneOrFail(EvolutionConfig, world.instance.id);
      await recordFinished(work, world.deps, config, finished);
    });
    return taken.deliveries.map(({ toGroup }) => (toGroup ? 'G' : 'P')).join('');
  }

  test('take turns where one goes at a time, until one of them has none left', async () => {
    await set({ pace: 'custom', minGapMs: 1_000, maxGapMs: 1_000 });
    await queue(5, 2);
    const order: string[] = [];
    for (let nth = 0; nth < 7; nth++) {
      order.push(await claim());
      world.clock.advance({ seconds: 1 });
    }
    expect(order.join('')).toBe('GPGPPPP');
  });

  test.for([
    [10, 10, 4, 'GGPP'],
    [10, 1, 4, 'GPPP'],
    [1, 10, 4, 'GGGP'],
    [10, 0, 4, 'PPPP'],
    [0, 10, 4, 'GGGG'],
    [10, 10, 3, 'GGP'],
  ] as const)('%i people, %i groups, room for %i: %s', async ([people, groups, concurrency, expected]) => {
    await set({ concurrency });
    await queue(people, groups);
    expect(await claim()).toBe(expected);
  });

  test('whoever had less of an odd room has more of the next', async () => {
    await set({ concurrency: 3 });
    await queue(10, 10);
    expect([await claim(), await claim()]).toEqual(['GGP', 'GPP']);
  });

  test('among themselves the oldest is first', async () => {
    await set({ concurrency: 4 });
    await queue(6, 0);
    const [first, second, ...rest] = await world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
    for (const row of rest) {
      const later = world.clock.now().subtract({ minutes: 1 });
      await world.db.em.nativeUpdate(Delivery, { id: row.id }, { nextAttemptAt: later });
    }
    const taken = await takeNext(world.deps, world.instance.id);
    const ids = taken.kind === 'send' ? taken.deliveries.map(({ id }) => id) : [];
    expect(ids).toEqual(rest.map(row => row.id));
    expect(ids).not.toContain(first!.id);
    expect(ids).not.toContain(second!.id);
  });

  test('three senders never have more on the way than the instance allows, and send each message once', async () => {
    await set({ concurrency: 5 });
    await queue(60, 10);
    let onTheWay = 0;
    let most = 0;
    world.gateway.behave = () => {
      most = Math.max(most, ++onTheWay);
      setTimeout(() => onTheWay--, 5);
      return { kind: 'accept', latencyMs: 5 };
    };
    const senders = ['one', 'two', 'three'].map(processId => createSender({ ...world.deps, processId }));
    await Promise.all(senders.map(sender => sender.drain()));
    expect(most).toBeLessThanOrEqual(5);
    expect(world.gateway.accepted.length).toBe(70);
    expect(new Set(world.gateway.accepted.map(({ number }) => number)).size).toBe(70);
  });

  test('a claim that the database reported as failed and yet kept is given back', async () => {
    await set({ concurrency: 2 });
    await queue(3, 0);
    const lost = await takeNext(world.deps, world.instance.id); // its answer never came: nobody has these messages
    expect(lost.kind).toBe('send');
    const other = await takeNext({ ...world.deps, processId: 'other' }, world.instance.id, { onTheWay: [] });
    expect(other.kind).toBe('wait'); // they are not the other's to give back
    const again = await takeNext(world.deps, world.instance.id, { onTheWay: [] });
    expect(again).toMatchObject({ kind: 'send', deliveries: [{}, {}] });
    const rows = await world.db.em.find(Delivery, { status: 'sending' });
    expect(rows.map(row => row.attempts)).toEqual([1, 1]);
    expect(rows.every(row => row.startedAt !== null)).toBe(true);
  });
});
