import { setTimeout as sleep } from 'node:timers/promises';
import { LockMode } from '@mikro-orm/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, EvolutionConfig, OutboxMessage } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender, type Sender } from '../../src/delivery/send.ts';
import { endSilence } from '../../src/scheduling/end-silence.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { sendNow } from '../../src/scheduling/send-now.ts';
import { startSilence } from '../../src/scheduling/start-silence.ts';
import { runWork, SYSTEM } from '../../src/scheduling/work.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const at = (time: string, day = 24) => Temporal.Instant.from(`2026-11-${day}T${time}:00-03:00`);

describeEachDatabase('a silence', create => {
  let world: World;
  let sender: Sender;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    sender = createSender(world.deps);
  });
  afterEach(() => world.close());

  const silence = (until: Temporal.Instant | null) =>
    world.run(work => startSilence(work, { until, reason: null }).then(({ id }) => id));
  /** Fires and sends whatever is due at this time. */
  const come = async (time: string, day = 24) => {
    world.clock.set(at(time, day).toString());
    await fireDue(world.deps);
    await sender.drain();
  };
  const delivery = async () => (await world.db.em.find(Delivery, {}))[0]!;
  const sent = () => world.gateway.accepted.length;

  test('holds what becomes due until its end, and then it goes out late', async () => {
    await world.schedule('hoje às 13h');
    await silence(at('14:00'));
    await come('13:00');
    const held = await delivery();
    expect([held.status, held.reason, held.nextAttemptAt.toString()]).toEqual([
      'queued',
      'silence',
      at('14:00').toString(),
    ]);
    await come('13:59');
    expect(sent()).toBe(0);
    await come('14:00');
    expect(sent()).toBe(1);
    expect(await delivery()).toMatchObject({ status: 'sent', reason: null, late: true });
  });

  test('without an end holds until somebody ends it', async () => {
    await world.schedule('hoje às 15h10');
    const id = await silence(null);
    await come('15:10');
    await come('16:00');
    expect(sent()).toBe(0);
    await world.run(work => endSilence(work, id));
    await sender.drain();
    expect(sent()).toBe(1);
  });

  test('what its time runs out for fails meanwhile, and the author is told', async () => {
    await world.schedule('hoje às 11h', { sendWithinMinutes: 60 });
    await silence(null);
    await come('11:00');
    await come('12:00');
    expect(await delivery()).toMatchObject({ status: 'failed', reason: 'silence' });
    const notices = await world.db.em.find(OutboxMessage, { kind: 'notice' });
    expect(notices.map(row => row.text)).toEqual([expect.stringContaining('avisos/falhas')]);
    expect(sent()).toBe(0);
  });

  test('holds what is sent without a schedule, and what is sent again', async () => {
    await silence(at('14:00'));
    const recipients = [{ type: 'number' as const, phone: '+5511912345678' }];
    const [{ id }] = (await world.run(work => sendNow(work, { content: { text: 'Oi!' }, recipients }))) as [Delivery];
    await sender.drain();
    await world.db.em.nativeUpdate(Delivery, { id }, { status: 'failed' });
    await world.run(work => retryDelivery(work, id, { evenIfArrived: false }));
    await sender.drain();
    expect(sent()).toBe(0);
    expect(await delivery()).toMatchObject({ status: 'queued', reason: 'silence' });
  });

  test('begun again with another end, holds what it held until that one', async () => {
    await world.schedule('hoje às 11h');
    await silence(at('18:00'));
    await come('11:00');
    await silence(at('12:00'));
    await sender.drain();
    expect(sent()).toBe(0);
    await come('12:00');
    expect(sent()).toBe(1);
  });

  test('begun while many go out, lets none leave after it', async () => {
    const numbers = Array.from({ length: 20 }, (_, n) => `+55119${String(10_000_000 + n)}`);
    await world.schedule('hoje às 11h', { numbers });
    world.clock.set(at('11:00').toString());
    await fireDue(world.deps);
    let begun: () => void = () => {};
    const fifth = new Promise<void>(resolve => {
      begun = resolve;
    });
    world.gateway.behave = () => {
      if (sent() === 4) begun();
      return { kind: 'accept' };
    };
    const draining = sender.drain();
    await fifth;
    await silence(null);
    const left = await world.db.em.count(Delivery, { status: { $ne: 'queued' } });
    await draining;
    expect(sent()).toBe(left);
    expect(left).toBeLessThan(numbers.length);
  });

  test.for(['begins', 'ends'] as const)('%s only when nobody is in the middle of a claim', async what => {
    const id = what === 'ends' ? await silence(null) : 0;
    const claim = Promise.withResolvers<void>();
    const hasLock = Promise.withResolvers<void>();
    const order: string[] = [];
    const claiming = runWork(world.workDeps, SYSTEM, async ({ em }) => {
      await em.findOne(EvolutionConfig, world.instance.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      hasLock.resolve();
      await claim.promise;
    }).then(() => order.push('claimed'));
    await hasLock.promise;
    const change = what === 'ends' ? world.run(work => endSilence(work, id)) : silence(null);
    const changing = change.then(() => order.push(what));
    await Promise.race([changing, sleep(100)]); // long enough for a change that does not wait
    claim.resolve();
    await Promise.all([claiming, changing]);
    expect(order).toEqual(['claimed', what]);
  });

  test('is refused for a time that has passed, and ends once', async () => {
    await expect(silence(at('10:00'))).rejects.toMatchObject({ code: 'past_time' });
    const id = await silence(at('11:00'));
    await world.run(work => endSilence(work, id));
    await expect(world.run(work => endSilence(work, id))).rejects.toMatchObject({ code: 'silence_over' });
    const other = await silence(at('11:00'));
    world.clock.set(at('11:00').toString());
    await expect(world.run(work => endSilence(work, other))).rejects.toMatchObject({ code: 'silence_over' });
  });
});
