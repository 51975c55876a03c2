import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence, type Schedule } from '../../src/db/entities/index.ts';
import { finishAbandoned, finishRun } from '../../src/delivery/finish-run.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { settleOccurrences } from '../../src/delivery/settle.ts';
import { cancelSchedule } from '../../src/scheduling/cancel-schedule.ts';
import { editSchedule } from '../../src/scheduling/edit-schedule.ts';
import { AT_ONCE } from '../../src/scheduling/run-deliveries.ts';
import { startRun } from '../../src/scheduling/start-run.ts';
import { suppressPhone } from '../../src/scheduling/suppress.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

const CHATS = 2 * AT_ONCE + 3;
const numbers = Array.from({ length: CHATS }, (_, n) => `+55119${String(10_000_000 + n)}`);

describeEachDatabase('a run of more chats than one transaction makes', create => {
  let world: World;
  let id: number;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    id = await world.schedule('todo dia às 11h', { numbers });
    world.clock.set('2026-11-24T11:00:00-03:00');
  });
  afterEach(() => world.close());

  /** As a process leaves it that dies after its first transaction. */
  const startOnly = () =>
    world.run(async work => {
      const occurrence = await work.em.findOneOrFail(
        Occurrence,
        { schedule: id, status: 'planned' },
        { populate: ['schedule.evolutionConfig', 'schedule.template'] },
      );
      expect(await startRun(work, occurrence, AT_ONCE)).toBe(true);
      return occurrence.id;
    });
  const texts = async () => {
    const rows = await world.db.em.find(Delivery, {}, { orderBy: { id: 'asc' } });
    expect(new Set(rows.map(row => row.recipientKey)).size).toBe(rows.length);
    return rows;
  };
  const run = () => world.db.em.findOneOrFail(Occurrence, { schedule: id, status: { $ne: 'planned' } });
  const edit = (text: string): Promise<Schedule> => world.run(work => editSchedule(work, id, { content: { text } }));

  test('has one delivery for each chat, in their order, and the sender is nudged from the first part on', async () => {
    let [nudges, madeAtFirst] = [0, -1];
    world.workDeps.nudges.send = () => {
      nudges++;
    };
    await fireDue({ ...world.deps, work: { ...world.workDeps } });
    madeAtFirst = nudges;
    const rows = await texts();
    expect(rows.map(row => row.jid)).toEqual(numbers.map(number => number.slice(1)));
    expect(new Set(rows.map(row => row.nextAttemptAt.toString())).size).toBe(1);
    expect(madeAtFirst).toBe(3);
    expect(await run()).toMatchObject({ status: 'firing', unmade: null });
  });

  test('is finished after a crash with the text that it had, whatever was edited since, and to each chat once', async () => {
    await startOnly();
    await edit('Outra coisa');
    expect(await texts()).toHaveLength(AT_ONCE);
    expect(await finishAbandoned(world.deps)).toBe(0); // whoever started it may still be at it
    world.clock.advance({ seconds: 31 });
    expect(await finishAbandoned(world.deps)).toBe(1);
    const rows = await texts();
    expect(rows).toHaveLength(CHATS);
    expect(new Set(rows.map(row => row.text))).toEqual(new Set(['Oi!']));
    expect(new Set(rows.map(row => row.giveUpAt.toString())).size).toBe(1);
    expect(await finishAbandoned(world.deps)).toBe(0);
  });

  test('is not over while deliveries are to be made, even if all of the others were sent', async () => {
    await startOnly();
    await world.run(({ em }) => em.nativeUpdate(Delivery, {}, { status: 'sent' }));
    await settleOccurrences(world.deps);
    expect((await run()).status).toBe('firing');
    await finishRun(world.deps, (await run()).id);
    await world.run(({ em }) => em.nativeUpdate(Delivery, {}, { status: 'sent' }));
    await settleOccurrences(world.deps);
    expect((await run()).status).toBe('done');
  });

  test('that is cancelled meanwhile sends nothing more, and the log has everybody', async () => {
    const occurrence = await startOnly();
    await world.run(work => cancelSchedule(work, id));
    await finishRun(world.deps, occurrence);
    const rows = await texts();
    expect(rows).toHaveLength(CHATS);
    expect(new Set(rows.map(row => `${row.status} ${row.reason}`))).toEqual(new Set(['cancelled schedule_cancelled']));
  });

  test('leaves out who asked to stop meanwhile', async () => {
    const occurrence = await startOnly();
    await world.run(work => suppressPhone(work, numbers.at(-1)!, 'test'));
    await finishRun(world.deps, occurrence);
    expect((await texts()).at(-1)).toMatchObject({ status: 'skipped', reason: 'opted_out' });
  });

  test('is finished once by two processes at the same time', async () => {
    const occurrence = await startOnly();
    await Promise.all([1, 2, 3].map(() => finishRun(world.deps, occurrence)));
    expect(await texts()).toHaveLength(CHATS);
  });

  test('lets others that come due go first', async () => {
    await world.schedule('hoje às 11h30', { numbers: ['+5521987654321'] });
    let madeBefore = -1;
    await finishRun(world.deps, await startOnly(), async () => {
      world.clock.set('2026-11-24T11:30:00-03:00');
      await fireDue(world.deps);
      if (madeBefore < 0) madeBefore = await world.db.em.count(Delivery, { schedule: id });
    });
    expect(madeBefore).toBe(2 * AT_ONCE);
    expect(await world.db.em.count(Delivery)).toBe(CHATS + 1);
  });
});
