import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, EvolutionConfig, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import { fireDue, LEAD_MS } from '../../src/delivery/fire.ts';
import { createSender } from '../../src/delivery/send.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { until } from '../helpers/server-process.ts';
import { createWorld, type World } from '../helpers/world.ts';

const DUE = Temporal.Instant.from('2026-11-24T11:00:00-03:00');

describeEachDatabase('a run that is made ready before its instant', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  const fire = () => fireDue(world.deps);
  const send = () => createSender(world.deps).drain();
  const before = (milliseconds: number) => world.clock.set(DUE.subtract({ milliseconds }).toString());
  const deliveries = () => world.db.em.fork().find(Delivery, {}, { orderBy: { id: 'asc' } });
  const statuses = async () => (await deliveries()).map(row => row.status);

  test('is not begun earlier than that', async () => {
    await world.schedule('todo dia às 11h');
    before(LEAD_MS + 1);
    expect(await fire()).toBe(0);
    expect(await deliveries()).toEqual([]);
  });

  test('is begun between two whole seconds, for at one of them the messages of another run leave', () => {
    expect(LEAD_MS % 1_000).toBe(500);
  });

  test('has its messages, which leave at the instant and once', async () => {
    await world.schedule('todo dia às 11h', { numbers: ['+5511912345678', '+551112345678'] });
    before(LEAD_MS);
    expect(await fire()).toBe(0);
    expect(await statuses()).toEqual(['queued', 'queued']);
    before(1);
    await fire();
    await send();
    expect(world.gateway.accepted).toEqual([]);
    before(0);
    await send();
    expect(world.gateway.accepted).toHaveLength(2);
    await fire();
    await send();
    expect(world.gateway.accepted).toHaveLength(2);
  });

  test('counts from its instant: when it started, until when it may be sent, what comes next', async () => {
    const id = await world.schedule('todo dia às 11h', { sendWithinMinutes: 30 });
    before(LEAD_MS);
    await fire();
    const [run, next] = await world.db.em.fork().find(Occurrence, { schedule: id }, { orderBy: { plannedAt: 'asc' } });
    expect([run!.status, run!.firedAt, run!.late]).toEqual(['firing', DUE, false]);
    expect([next!.status, next!.plannedAt]).toEqual(['planned', DUE.add({ hours: 24 })]);
    const schedule = await world.db.em.fork().findOneOrFail(Schedule, id);
    expect([schedule.lastRunAt, schedule.nextRunAt]).toEqual([DUE, DUE.add({ hours: 24 })]);
    const [delivery] = await deliveries();
    expect([delivery!.nextAttemptAt, delivery!.giveUpAt]).toEqual([DUE, DUE.add({ minutes: 30 })]);
  });

  test('opens as many connections as its messages will need, and not one message leaves by that', async () => {
    await world.db.em.nativeUpdate(EvolutionConfig, { id: world.instance.id }, { concurrency: 20 });
    await world.schedule('todo dia às 11h', { numbers: ['+5511912345678', '+551112345678'] });
    before(LEAD_MS);
    await fire();
    await until(() => world.gateway.connections === 2);
    expect(world.gateway.accepted).toEqual([]);
    before(0);
    await send();
    expect([world.gateway.accepted.length, world.gateway.connections]).toEqual([2, 2]);
  });

  test('a gateway that is away keeps nothing from being made ready', async () => {
    await world.schedule('todo dia às 11h');
    await world.gateway.close();
    before(LEAD_MS);
    await fire();
    expect(await statuses()).toEqual(['queued']);
  });

  test('four processes make it ready together, and each message is there once', async () => {
    for (let n = 0; n < 60; n++)
      await world.schedule('todo dia às 11h', { numbers: [`+55119${String(10_000_000 + n)}`] });
    before(LEAD_MS / 2);
    await Promise.all([fire(), fire(), fire(), fire()]);
    const keys = (await deliveries()).map(row => row.recipientKey);
    expect([keys.length, new Set(keys).size]).toEqual([60, 60]);
  });

  test('a run of many chats is made ready whole', async () => {
    const numbers = Array.from({ length: 1_200 }, (_, n) => `+55119${String(10_000_000 + n)}`);
    await world.schedule('hoje às 11h', { numbers });
    before(LEAD_MS);
    await fire();
    expect(await world.db.em.fork().count(Delivery, { status: 'queued', nextAttemptAt: DUE })).toBe(1_200);
  });

  test('is stopped by a cancellation, as one that goes out', async () => {
    const id = await world.schedule('todo dia às 11h');
    before(LEAD_MS);
    await fire();
    await world.run(work => cancelSchedule(work, id));
    before(0);
    await fire();
    await send();
    expect([await statuses(), world.gateway.accepted]).toEqual([['cancelled'], []]);
  });

  test('is held by a pause', async () => {
    const id = await world.schedule('todo dia às 11h');
    before(LEAD_MS);
    await fire();
    await world.run(work => pauseSchedule(work, id));
    before(0);
    await fire();
    await send();
    expect([await statuses(), world.gateway.accepted]).toEqual([['held'], []]);
  });

  test('keeps its words when the schedule is edited, and heeds who asked to stop', async () => {
    const id = await world.schedule('todo dia às 11h', { numbers: ['+5511912345678', '+551112345678'] });
    before(LEAD_MS);
    await fire();
    await world.run(work => editSchedule(work, id, { content: { text: 'Outra coisa' } }));
    await world.run(work => suppressPhone(work, '+551112345678', 'admin'));
    before(0);
    await send();
    expect(world.gateway.accepted.map(({ text }) => text)).toEqual(['Oi!']);
    expect(await statuses()).toEqual(['sent', 'skipped']);
  });

  test('what has to be heeded is looked at when it is due: a run that still goes out', async () => {
    const id = await world.schedule('a cada 5 minutos das 10h às 12h');
    world.clock.set('2026-11-24T10:55:00-03:00');
    await fire();
    before(LEAD_MS);
    await fire();
    const planned = await world.db.em.fork().find(Occurrence, { schedule: id, status: 'planned' });
    expect(planned.map(row => row.plannedAt)).toEqual([DUE]);
  });
});
