import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, EvolutionConfig, Occurrence, OutboxMessage, Schedule } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { createSender } from '../../src/delivery/send.ts';
import { postponeNext } from '../../src/scheduling/postpone-next.ts';
import { retryDelivery } from '../../src/scheduling/retry-delivery.ts';
import { runNow } from '../../src/scheduling/run-now.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('a run that comes due while the one before it is going out', create => {
  let world: World;
  let id: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    id = await world.schedule('a cada 10 minutos', { numbers: ['+5511912345678', '+5511912345679'] });
  });
  afterEach(() => world.close());

  const at = (hour: string) => Temporal.Instant.from(`2026-11-24T${hour}:00-03:00`);
  const fireAt = async (hour: string) => {
    world.clock.set(at(hour).toString());
    await fireDue(world.deps);
  };
  const send = () => createSender(world.deps).drain();
  const runs = async () =>
    (await world.db.em.find(Occurrence, { schedule: id }, { orderBy: { dueAt: 'asc', id: 'asc' } })).map(row =>
      [local(row.dueAt), row.status, row.reason].filter(Boolean).join(' '),
    );
  const local = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO('America/Sao_Paulo').toPlainTime().toString({ smallestUnit: 'minute' });
  const notices = async () =>
    (await world.db.em.find(OutboxMessage, { kind: 'notice' }, { orderBy: { id: 'asc' } })).map(row => row.text);
  const change = (set: Partial<Delivery>) =>
    world.run(async ({ em }) => {
      for (const row of await em.find(Delivery, {})) Object.assign(row, set);
    });

  test('is skipped, the author is told, and the schedule goes on', async () => {
    await fireAt('10:10');
    await fireAt('10:20');
    expect(await runs()).toEqual(['10:10 firing', '10:20 skipped overlap', '10:30 planned']);
    const [notice] = await notices();
    expect(notice).toContain('avisos/sobreposto');
    expect(notice).toContain('"left":2');
    expect((await world.db.em.findOneOrFail(Schedule, id)).nextRunAt?.equals(at('10:30'))).toBe(true);
    await send();
    await fireAt('10:30');
    expect((await runs()).slice(2)).toEqual(['10:30 firing', '10:40 planned']);
    expect(await notices()).toHaveLength(1);
  });

  test('is told once for each run that takes too long', async () => {
    for (const hour of ['10:10', '10:20', '10:30', '10:40']) await fireAt(hour);
    expect(await notices()).toHaveLength(1);
    await send();
    await fireAt('10:50');
    await fireAt('11:00');
    expect((await runs()).slice(4)).toEqual(['10:50 firing', '11:00 skipped overlap', '11:10 planned']);
    expect(await notices()).toHaveLength(2);
  });

  test('goes out when everything of the one before has been sent, though its end was not noted yet', async () => {
    await fireAt('10:10');
    await change({ status: 'sent' });
    await fireAt('10:20');
    expect(await runs()).toEqual(['10:10 firing', '10:20 firing', '10:30 planned']);
  });

  test('goes out where what is left is uncertain: nothing of that is sent by itself', async () => {
    await fireAt('10:10');
    await change({ status: 'uncertain' });
    await fireAt('10:20');
    expect((await runs())[1]).toBe('10:20 firing');
  });

  test('takes the place of one of which nothing could leave because the number is off: that one is missed', async () => {
    id = await world.schedule('todo dia às 9h', { numbers: ['+5511912345670'] });
    const fireOn = async (instant: string) => {
      world.clock.set(instant);
      await fireDue(world.deps);
    };
    await fireOn('2026-11-25T09:00:00.005-03:00');
    const off = { state: 'close' as const, stateAt: world.clock.now() };
    await world.run(({ em }) => em.nativeUpdate(EvolutionConfig, {}, off));
    await send();
    await fireOn('2026-11-26T09:00:00.002-03:00');
    await send();
    expect(await runs()).toEqual(['09:00 missed number_away', '09:00 firing', '09:00 planned']);
    expect((await notices()).filter(text => text.startsWith('avisos/sobreposto'))).toEqual([]);
  });

  test('takes its place also before that one is too late', async () => {
    const off = { state: 'close' as const, stateAt: world.clock.now() };
    await world.run(({ em }) => em.nativeUpdate(EvolutionConfig, {}, off));
    await fireAt('10:10');
    await fireAt('10:20');
    await send();
    expect(await runs()).toEqual(['10:10 missed replaced_by_later', '10:20 firing', '10:30 planned']);
  });

  test('is skipped where the one before has begun, though the number is off', async () => {
    await fireAt('10:10');
    await world.run(({ em }) => em.nativeUpdate(Delivery, { recipientKey: '+5511912345678' }, { status: 'sent' }));
    const off = { state: 'close' as const, stateAt: world.clock.now() };
    await world.run(({ em }) => em.nativeUpdate(EvolutionConfig, {}, off));
    await fireAt('10:20');
    expect((await runs())[1]).toBe('10:20 skipped overlap');
  });

  test('what a person postponed stands for itself: it is not skipped, and nothing is skipped for it', async () => {
    world.clock.set(at('10:05').toString());
    await world.run(work => postponeNext(work, id, () => at('10:25')));
    await fireAt('10:20');
    await fireAt('10:25');
    expect(await runs()).toEqual(['10:20 firing', '10:25 firing', '10:30 planned']);
    await world.run(({ em }) => em.nativeUpdate(Delivery, { dueAt: at('10:20') }, { status: 'sent' }));
    await fireAt('10:30');
    expect((await runs())[2]).toBe('10:30 firing');
  });

  test('so does what a person sends now', async () => {
    await fireAt('10:10');
    world.clock.set(at('10:15').toString());
    await world.run(work => runNow(work, id));
    await fireAt('10:15');
    expect(await runs()).toEqual(['10:10 firing', '10:15 firing run_now', '10:20 planned']);
    await world.run(({ em }) => em.nativeUpdate(Delivery, { dueAt: at('10:10') }, { status: 'sent' }));
    await fireAt('10:20');
    expect((await runs())[2]).toBe('10:20 firing');
  });

  test('one message that is sent again long after its run holds up no other run', async () => {
    await fireAt('10:10');
    await change({ status: 'failed' });
    await send();
    world.clock.set(at('10:15').toString());
    const [failed] = await world.db.em.find(Delivery, {}, { limit: 1 });
    await world.run(work => retryDelivery(work, failed!.id, { evenIfArrived: false }));
    await fireAt('10:20');
    expect(await runs()).toEqual(['10:10 firing', '10:20 firing', '10:30 planned']);
  });
});
