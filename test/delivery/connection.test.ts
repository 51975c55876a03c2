import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeGateway, startFakeGateway } from '../../bench/fake-gateway.ts';
import { Delivery, DeliveryNote, EvolutionConfig, OutboxMessage } from '../../src/db/entities/index.ts';
import { applyConnection, type ConnectionNews } from '../../src/delivery/connection.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { watchConnections } from '../../src/delivery/watch-connections.ts';
import { createEvolutionConfig } from '../../src/scheduling/create-evolution-config.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const ANA = '+5531987654321';
const BIA = '+551112345678';

describeEachDatabase('an instance that is not connected', create => {
  let world: World;
  let sender: Sender;
  let other: FakeGateway | undefined;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(async () => {
    await world.close();
    await other?.close();
    other = undefined;
  });

  const queue = async (more: object = {}) => {
    await world.schedule('hoje às 11h', { numbers: [ANA, BIA], ...more });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
  };
  const becomes = (state: ConnectionNews['state']) =>
    world.run(work => applyConnection(work, world.deps, world.instance.id, { state, ownJid: null }));
  const rows = () => world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
  const statuses = async () => (await rows()).map(({ status, reason, attempts }) => [status, reason, attempts]);
  const config = () => world.db.em.findOneOrFail(EvolutionConfig, world.instance.id);
  const notices = async () => {
    const found = await world.db.em.find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } });
    return found.map(({ text, evolutionConfig }) => [text.split(' ')[0], evolutionConfig.id]);
  };
  const otherNumber = async () => {
    other = await startFakeGateway();
    const { apiKeyEncrypted } = world.instance;
    const second = { name: 'Dois', baseUrl: other.baseUrl, instanceName: 'dois', apiKeyEncrypted };
    const { id } = await world.run(work => createEvolutionConfig(work, second, key => `hash ${key}`));
    await world.db.em.nativeUpdate(EvolutionConfig, id, { state: 'open', stateAt: world.clock.now() });
    return id;
  };

  test.for(['close', 'connecting', 'refused', 'unknown'] as const)(
    '%s: nothing is posted, everything waits, no attempt is used up',
    async state => {
      await queue();
      await becomes(state);
      await sender.drain();
      expect(world.gateway.accepted).toEqual([]);
      const reason = state === 'unknown' ? 'gateway_unreachable' : 'not_connected';
      expect(await statuses()).toEqual([
        ['waiting_connection', reason, 0],
        ['waiting_connection', reason, 0],
      ]);
      expect(await world.db.em.count(DeliveryNote, { code: 'waited' })).toBe(2);
    },
  );

  test('one that was never asked about may try', async () => {
    await queue();
    await sender.drain();
    expect(world.gateway.accepted).toHaveLength(2);
  });

  test('what waited leaves in its old order, before what came after it', async () => {
    await becomes('close');
    await queue();
    await sender.drain();
    world.clock.advance({ minutes: 5 });
    await world.schedule('daqui a 1 minuto', { numbers: ['+5511900000099'] });
    world.clock.advance({ minutes: 1 });
    await fireDue(world.deps);
    await becomes('open');
    await sender.drain();
    expect(world.gateway.accepted.map(({ number }) => number)).toEqual([
      '5531987654321',
      '551112345678',
      '5511900000099',
    ]);
    expect((await statuses())[0]).toEqual(['sent', null, 1]);
  });

  test('it is paced when it is back: no burst', async () => {
    await world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, { pace: 'normal' });
    await becomes('close');
    await queue();
    await sender.drain();
    await becomes('open');
    expect(await takeNext(world.deps, world.instance.id)).toMatchObject({ kind: 'send', deliveries: [{}] });
    await world.db.em.nativeUpdate(Delivery, { status: 'sending' }, { status: 'sent' });
    expect((await takeNext(world.deps, world.instance.id)).kind).toBe('wait');
  });

  test('of many on the way the first that finds the line dead stops the others, and counts once', async () => {
    world.gateway.behave = () => ({ kind: 'refuse', status: 400, message: ['Error: Connection Closed'] });
    await world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, { concurrency: 8 });
    await queue({ numbers: Array.from({ length: 30 }, (_, n) => `+55119${String(10_000_000 + n)}`) });
    await sender.drain();
    expect(new Set((await statuses()).map(String))).toEqual(
      new Set(['waiting_connection,connection_closed,0', 'waiting_connection,not_connected,0']),
    );
    expect(await config()).toMatchObject({ state: 'close', failuresInRow: 1, pausedAt: null });
  });

  test.for([
    ['a wrong key', 401, 'Unauthorized', 'gateway_key_rejected', 'unknown'],
    [
      'a number that was never paired',
      500,
      "Cannot read properties of undefined (reading 'onWhatsApp')",
      'not_connected',
      'close',
    ],
  ] as const)('%s holds the run instead of failing it', async ([, status, message, reason, state]) => {
    world.gateway.behave = () => ({ kind: 'refuse', status, message });
    await queue();
    await sender.drain();
    expect(await statuses()).toEqual([
      ['waiting_connection', reason, 0],
      ['waiting_connection', reason, 0],
    ]);
    expect((await config()).state).toBe(state);
  });

  test('what waits longer than it may has failed, with what it waited for', async () => {
    await becomes('close');
    await queue({ sendWithinMinutes: 1 });
    await sender.drain();
    world.clock.advance({ minutes: 2 });
    await sender.drain();
    expect(await statuses()).toEqual([
      ['failed', 'not_connected', 0],
      ['failed', 'not_connected', 0],
    ]);
  });

  test('a person’s pause fails what it outlasts, and says so', async () => {
    await queue({ sendWithinMinutes: 1 });
    await world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, { pausedAt: world.clock.now() });
    world.clock.advance({ minutes: 2 });
    await sender.drain();
    expect((await statuses())[0]).toEqual(['failed', 'instance_paused', 0]);
  });

  test('since when it is off stays, while one reason gives way to another', async () => {
    await becomes('close');
    const since = (await config()).stateAt;
    world.clock.advance({ minutes: 3 });
    await becomes('connecting');
    await becomes('unknown');
    expect(await config()).toMatchObject({ state: 'unknown', stateAt: since });
    await becomes('open');
    expect(await config()).toMatchObject({ state: 'open', stateAt: world.clock.now() });
  });

  test('the watch finds out what no event told: that it is off, that it is back, that nobody answers', async () => {
    const watch = watchConnections(world.deps, { simulator: false });
    const sees = async () => {
      world.clock.advance({ seconds: 30 });
      await watch.look();
      return (await config()).state;
    };
    expect(await sees()).toBe('open');
    world.gateway.state = 'close';
    expect(await sees()).toBe('close');
    await queue();
    await sender.drain();
    world.gateway.state = 'open';
    expect(await sees()).toBe('open');
    expect((await rows()).map(({ status }) => status)).toEqual(['queued', 'queued']);
    await world.gateway.close();
    await sees(); // the line that just broke may have been a slow answer
    await watch.look();
    expect((await config()).state).toBe('unknown');
  });

  test('an open one is asked every 30 s, another one at each look', async () => {
    let asked = 0;
    const deps = {
      ...world.deps,
      channelFor: async (id: number) => {
        asked++;
        return world.deps.channelFor(id);
      },
    };
    const watch = watchConnections(deps, { simulator: false });
    await watch.look();
    await watch.look();
    expect(asked).toBe(1);
    world.gateway.state = 'close';
    world.clock.advance({ seconds: 30 });
    await watch.look();
    await watch.look();
    expect(asked).toBe(3);
  });

  test.for([
    [{ minutes: 1 }, 'messages', []],
    [{ minutes: 2 }, 'messages', ['avisos/sem_conexao']],
    [{ minutes: 9 }, 'nothing', []],
    [{ minutes: 10 }, 'nothing', ['avisos/sem_conexao']],
  ] as const)(
    'off for %j with %s waiting: the owners hear %j, once, by another number',
    async ([lasted, what, told]) => {
      const voice = await otherNumber();
      await becomes('close');
      world.gateway.state = 'close';
      if (what === 'messages') {
        await queue();
        await sender.drain();
        await world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, { stateAt: world.clock.now() });
      }
      world.clock.advance(lasted);
      for (const _ of [1, 2]) await watchConnections(world.deps, { simulator: false }).look();
      expect(await notices()).toEqual(told.map(name => [name, voice]));
    },
  );

  test('with no other number it is told when it is back, with how long and how many', async () => {
    await becomes('close');
    await queue();
    await sender.drain();
    world.gateway.state = 'close';
    world.clock.advance({ minutes: 40 });
    const watch = watchConnections(world.deps, { simulator: false });
    await watch.look();
    expect(await notices()).toEqual([]);
    world.gateway.state = 'open';
    await watch.look();
    await watch.look();
    expect(await notices()).toEqual([['avisos/conexao_voltou', world.instance.id]]);
    const [notice] = await world.db.em.find(OutboxMessage, {});
    expect(notice!.text).toContain('"waiting":2');
  });

  test('a short drop is nobody’s business', async () => {
    await becomes('close');
    world.clock.advance({ seconds: 20 });
    await becomes('open');
    expect(await notices()).toEqual([]);
  });
});
