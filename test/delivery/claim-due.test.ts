import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../src/db/orm.ts';
import { claimDue } from '../../src/delivery/claim-due.ts';
import { describeMySql } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeMySql('claims of what is due', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
  });
  afterEach(() => world.close());

  test('whatever one process does not take, another one can have at the same time', async () => {
    // So many and so new that the server, left to itself, prefers to read and sort, and to lock, the whole table.
    for (let n = 0; n < 60; n++) await world.schedule('todo dia às 11h');
    world.clock.set('2026-11-24T11:00:00-03:00');
    const claim = (limit: number, meanwhile?: () => Promise<void>) =>
      inTransaction(world.db.em, async em => {
        const due = await claimDue(em, { until: world.clock.now(), limit });
        await meanwhile?.();
        return due.map(one => one.id);
      });
    let others: number[] = [];
    const held = await claim(10, async () => {
      others = await claim(100);
    });
    expect(held).toHaveLength(10);
    expect(others).toHaveLength(50);
    expect(new Set([...held, ...others]).size).toBe(60);
  });
});
