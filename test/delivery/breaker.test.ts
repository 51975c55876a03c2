import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Behaviour } from '../../bench/fake-gateway.ts';
import { Delivery, EvolutionConfig, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { takeNext } from '../../src/delivery/take-next.ts';
import { SendError, type SendOutcome } from '../../src/errors.ts';
import { updateEvolutionConfig } from '../../src/scheduling/update-evolution-config.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const FAILS: Behaviour = { kind: 'refuse', status: 500, message: ['Error: whatever'] };
const BUSY: Behaviour = { kind: 'refuse', status: 503, message: ['busy'] };
const WORKS: Behaviour = { kind: 'accept' };

describeEachDatabase('an instance that fails over and over', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  /** So many messages are due; the gateway answers them as told, the last answer for all that follow. */
  const queue = async (count: number, ...answers: Behaviour[]) => {
    let sends = 0;
    world.gateway.behave = () => answers[Math.min(sends++, answers.length - 1)] ?? WORKS;
    const numbers = Array.from({ length: count }, (_, n) => `+55119${String(10_000_000 + n)}`);
    await world.schedule('hoje às 11h', { numbers });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
  };
  /** The next message is taken, and its send fails. */
  const fails = async (code: string, outcome: SendOutcome) => {
    const taken = await takeNext(world.deps, world.instance.id);
    if (taken.kind !== 'send') throw new Error(`nothing to send: ${taken.kind}`);
    const error = new SendError(code, { retryable: false, outcome });
    const finished = taken.deliveries.map(({ id }) => ({ id, failure: error }));
    await takeNext(world.deps, world.instance.id, { finished, claims: false });
  };
  const config = () => world.db.em.findOneOrFail(EvolutionConfig, world.instance.id);
  const statuses = async () =>
    (await world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } })).map(row => row.status);
  const count = async (status: string) => (await statuses()).filter(one => one === status).length;
  const notices = async () =>
    (await world.db.em.find(OutboxMessage, {}, { orderBy: { id: 'asc' } })).map(row => row.text);
  const told = async (name: string) => (await notices()).filter(text => text.startsWith(`avisos/${name} `)).length;

  test('five failures of one kind pause it: no sixth message is at risk, and the owners are told', async () => {
    await queue(20, FAILS);
    await sender.drain();
    expect(await count('uncertain')).toBe(5);
    expect(await count('queued')).toBe(15);
    expect(await config()).toMatchObject({
      ...{ pausedAt: world.clock.now(), pauseReason: 'failures:gateway_failed', failuresInRow: 5 },
      resumeAt: world.clock.now().add({ minutes: 1 }),
    });
    expect(await told('pausa')).toBe(1);
  });

  test('it is tried out by one message after 1, 2, 5 and then every 10 minutes, and told only once', async () => {
    await queue(20, FAILS);
    await sender.drain();
    for (const minutes of [1, 2, 5, 10, 10]) {
      world.clock.advance({ seconds: minutes * 60 - 1 });
      const before = await count('uncertain');
      await sender.drain();
      expect(await count('uncertain')).toBe(before);
      world.clock.advance({ seconds: 1 });
      await sender.drain();
      expect(await count('uncertain')).toBe(before + 1);
    }
    expect(await told('pausa')).toBe(1);
  });

  test('the first success lets the others follow, and is told', async () => {
    await queue(20, FAILS, FAILS, FAILS, FAILS, FAILS, WORKS);
    await sender.drain();
    world.clock.advance({ minutes: 1 });
    await sender.drain();
    expect(await count('sent')).toBe(15);
    expect(await config()).toMatchObject({ pausedAt: null, pauseReason: null, resumeAt: null, failuresInRow: 0 });
    expect([await told('pausa'), await told('pausa_fim')]).toEqual([1, 1]);
  });

  test.for([
    [
      'a success in between starts the count anew',
      [FAILS, FAILS, FAILS, FAILS, WORKS, FAILS, FAILS, FAILS, FAILS, WORKS],
    ],
    ['so does a failure of another kind', [FAILS, FAILS, FAILS, FAILS, BUSY, FAILS, FAILS, FAILS, FAILS, WORKS]],
  ] as const)('%s', async ([, answers]) => {
    await queue(9, ...answers);
    await sender.drain();
    expect((await config()).pausedAt ?? null).toBe(null);
  });

  test('five failures in more than ten minutes are five accidents', async () => {
    await queue(6);
    for (let n = 0; n < 6; n++) {
      await fails('gateway_failed', 'unknown');
      world.clock.advance({ minutes: 3 });
    }
    expect(await count('uncertain')).toBe(6);
    expect((await config()).pausedAt ?? null).toBe(null);
  });

  test('what is tried out uses up no attempts of the message', async () => {
    await queue(1, BUSY);
    for (let n = 0; n < 12; n++) {
      await sender.drain();
      world.clock.advance({ minutes: n < 8 ? 1 : 10 });
    }
    expect((await world.db.em.find(Delivery, {}))[0]).toMatchObject({
      status: 'queued',
      reason: 'gateway_busy',
      attempts: 5,
    });
  });

  test('ten at once that fail together are one accident more, not nine steps of waiting', async () => {
    await world.db.em.nativeUpdate(EvolutionConfig, world.instance.id, { concurrency: 10 });
    await queue(20, FAILS);
    await sender.drain();
    expect(await config()).toMatchObject({ failuresInRow: 5, resumeAt: world.clock.now().add({ minutes: 1 }) });
  });

  test('two workers try it out with one message', async () => {
    await queue(20, FAILS);
    await sender.drain();
    world.clock.advance({ minutes: 1 });
    const other = createSender({ ...world.deps, processId: 'other' });
    await Promise.all([sender.drain(), other.drain()]);
    expect(await count('uncertain')).toBe(6);
  });

  test('a pause by a person does not end by itself, and a person ends any', async () => {
    await queue(20, FAILS, FAILS, FAILS, FAILS, FAILS, WORKS);
    await sender.drain();
    const change = (paused: boolean) =>
      world.run(work =>
        updateEvolutionConfig(work, world.instance.id, { paused, pauseReason: paused ? 'férias' : null }),
      );
    await change(true);
    world.clock.advance({ hours: 1 });
    await sender.drain();
    expect(await count('sent')).toBe(0);
    await change(false);
    expect(await config()).toMatchObject({ pausedAt: null, failuresInRow: 0 });
    await sender.drain();
    expect(await count('sent')).toBe(15);
  });

  test('wrong numbers never pause it: each five are followed by a rest, and the owners are told once', async () => {
    await queue(12);
    const waits: boolean[] = [];
    for (let n = 0; n < 12; n++) {
      await fails('not_on_whatsapp', 'refused');
      waits.push((await takeNext(world.deps, world.instance.id)).kind === 'wait');
      if (waits.at(-1)) world.clock.advance({ minutes: 2 });
      else await world.db.em.nativeUpdate(Delivery, { status: 'sending' }, { status: 'queued' });
    }
    expect(waits.flatMap((waited, n) => (waited ? n + 1 : []))).toEqual([5, 10]);
    expect(await config()).toMatchObject({ pausedAt: null, failuresInRow: 12 });
    expect(await told('numeros_errados')).toBe(1);
  });
});
