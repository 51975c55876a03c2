import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { pauseSchedule } from '../../src/scheduling/pause-schedule.ts';
import { runNow } from '../../src/scheduling/run-now.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('sending a schedule now', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  test('is one send more: the next one of the rule goes out all the same', async () => {
    const id = await world.schedule('todo dia às 11h');
    await world.run(work => runNow(work, id));
    await fireDue(world.deps);
    expect(await world.db.em.count(Delivery, { schedule: id })).toBe(1);
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
    expect(await world.db.em.count(Delivery, { schedule: id })).toBe(2);
    const rows = await world.db.em.find(Occurrence, { schedule: id }, { orderBy: { plannedAt: 'asc' } });
    expect(rows.map(row => row.status)).toEqual(['firing', 'firing', 'planned']);
  });

  test('is refused for a schedule that is paused', async () => {
    const id = await world.schedule('todo dia às 11h');
    await world.run(work => pauseSchedule(work, id));
    await expect(world.run(work => runNow(work, id))).rejects.toMatchObject({ code: 'schedule_not_active' });
  });
});
