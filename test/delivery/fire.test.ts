import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence, OutboxMessage, Schedule, Template } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('firing what is due', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  const fire = () => fireDue(world.deps);
  const occurrences = async (schedule: number) =>
    (await world.db.em.find(Occurrence, { schedule }, { orderBy: { plannedAt: 'asc' } })).map(row => [
      row.plannedAt.toZonedDateTimeISO('America/Sao_Paulo').toPlainDateTime().toString({ smallestUnit: 'minute' }),
      row.status,
      row.reason,
    ]);
  const deliveries = () => world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
  const notices = async () => (await world.db.em.find(OutboxMessage, { kind: 'notice' })).map(row => row.text);

  test('one delivery for each chat at the instant, and the next one is planned', async () => {
    const id = await world.schedule('todo dia às 11h', { numbers: ['+5511912345678', '+551112345678'] });
    world.clock.set('2026-11-24T11:00:00-03:00');
    expect(await fire()).toBe(1);
    expect(await occurrences(id)).toEqual([
      ['2026-11-24T11:00', 'firing', null],
      ['2026-11-25T11:00', 'planned', null],
    ]);
    expect((await deliveries()).map(row => [row.recipientKey, row.text, row.status])).toEqual([
      ['+5511912345678', 'Oi!', 'queued'],
      ['+551112345678', 'Oi!', 'queued'],
    ]);
    expect(await fire()).toBe(0);
  });

  test('four processes that fire together make each delivery once', async () => {
    for (let n = 0; n < 60; n++)
      await world.schedule('todo dia às 11h', { numbers: [`+55119${String(10_000_000 + n)}`] });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await Promise.all([fire(), fire(), fire(), fire()]);
    const keys = (await deliveries()).map(row => row.recipientKey);
    expect(keys).toHaveLength(60);
    expect(new Set(keys).size).toBe(60);
  });

  test('one person as two spellings of a number is one delivery', async () => {
    await world.schedule('hoje às 11h', { numbers: ['+5511912345678', '+551112345678'.replace('1112', '1191')] });
    await world.schedule('hoje às 12h', { numbers: ['+5531987654321', '+553187654321'] });
    world.clock.set('2026-11-24T12:00:00-03:00');
    await fire();
    const keys = (await deliveries()).map(row => row.recipientKey);
    expect(keys.filter(key => key === '+5531987654321')).toHaveLength(1);
  });

  test('a one-off ends its schedule', async () => {
    const id = await world.schedule('hoje às 11h');
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fire();
    expect((await world.db.em.findOneOrFail(Schedule, id)).status).toBe('finished');
  });

  test('up to a minute late is on time; inside the window it goes out once and is marked', async () => {
    const id = await world.schedule('todo dia às 11h');
    world.clock.set('2026-11-24T11:59:00-03:00');
    await fire();
    const [occurrence] = await world.db.em.find(Occurrence, { schedule: id, status: 'firing' });
    expect(occurrence!.late).toBe(true);
    expect(await deliveries()).toHaveLength(1);
    expect(await notices()).toEqual([expect.stringContaining('avisos/atrasado')]);
  });

  test('later than the window it is missed, nothing is sent, and the author is told', async () => {
    const id = await world.schedule('todo dia às 11h');
    world.clock.set('2026-11-24T12:00:01-03:00');
    await fire();
    expect(await occurrences(id)).toEqual([
      ['2026-11-24T11:00', 'missed', 'too_late'],
      ['2026-11-25T11:00', 'planned', null],
    ]);
    expect(await deliveries()).toEqual([]);
    expect(await notices()).toEqual([expect.stringContaining('avisos/perdidos')]);
  });

  test('a schedule that may not be late skips after a minute', async () => {
    const id = await world.schedule('todo dia às 11h', { catchUp: 'skip' });
    world.clock.set('2026-11-24T11:01:01-03:00');
    await fire();
    expect((await occurrences(id))[0]).toEqual(['2026-11-24T11:00', 'missed', 'too_late']);
  });

  test('after three days down: one send for the last instant in the window, a row for each of the others', async () => {
    const id = await world.schedule('todo dia às 11h');
    world.clock.set('2026-11-27T11:30:00-03:00');
    await fire();
    expect(await occurrences(id)).toEqual([
      ['2026-11-24T11:00', 'missed', 'too_late'],
      ['2026-11-25T11:00', 'missed', 'too_late'],
      ['2026-11-26T11:00', 'missed', 'too_late'],
      ['2026-11-27T11:00', 'firing', null],
      ['2026-11-28T11:00', 'planned', null],
    ]);
    expect(await deliveries()).toHaveLength(1);
    expect(await notices()).toHaveLength(1);
    const [sent] = await world.db.em.find(Occurrence, { schedule: id, status: 'firing' });
    expect(sent!.replaced).toBe(3);
  });

  test('several instants inside the window: the last is sent, the others are replaced by it', async () => {
    const id = await world.schedule('a cada 20 minutos');
    world.clock.set('2026-11-24T11:05:00-03:00');
    await fire();
    expect((await occurrences(id)).slice(0, 4)).toEqual([
      ['2026-11-24T10:20', 'missed', 'replaced_by_later'],
      ['2026-11-24T10:40', 'missed', 'replaced_by_later'],
      ['2026-11-24T11:00', 'firing', null],
      ['2026-11-24T11:20', 'planned', null],
    ]);
  });

  test('more than a hundred missed instants share a row with their count', async () => {
    const id = await world.schedule('a cada 5 minutos');
    world.clock.set('2026-11-25T10:02:00-03:00');
    await fire();
    const rows = await world.db.em.find(Occurrence, { schedule: id }, { orderBy: { plannedAt: 'asc' } });
    expect(rows.map(row => [row.status, row.instants])).toEqual([
      ['missed', 287],
      ['firing', 1],
      ['planned', 1],
    ]);
    expect(rows.map(row => row.replaced)).toEqual([0, 287, 0]);
    expect(rows[0]!.lastPlannedAt!.toString()).toBe('2026-11-25T12:55:00Z');
    expect(rows[1]!.plannedAt.toString()).toBe('2026-11-25T13:00:00Z');
  });

  test('what a pause left behind is skipped', async () => {
    const id = await world.schedule('todo dia às 11h');
    await world.run(work => pauseSchedule(work, id, {}));
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fire();
    expect(await deliveries()).toEqual([]);
  });

  test('whoever asked to stop gets nothing, and the log says so', async () => {
    await world.schedule('todo dia às 11h', { numbers: ['+5531987654321'] });
    await world.run(work => suppressPhone(work, '+553187654321', 'test'));
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fire();
    expect((await deliveries()).map(row => [row.status, row.reason])).toEqual([['skipped', 'opted_out']]);
  });

  test('the text is that of the instant at which it fired', async () => {
    const id = await world.run(async work => {
      work.em.create(Template, {
        name: 'oi',
        nameKey: 'oi',
        body: 'Olá, {{nome}}!',
        createdAt: work.now,
        updatedAt: work.now,
      });
      await work.em.flush();
      return (await work.em.findOneOrFail(Template, { nameKey: 'oi' })).id;
    });
    await world.schedule('todo dia às 11h', { content: { templateId: id, variables: { nome: 'Ana' } } });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fire();
    await world.db.em.nativeUpdate(Template, { id }, { body: 'Outra coisa' });
    expect((await deliveries()).map(row => row.text)).toEqual(['Olá, Ana!']);
  });
});
