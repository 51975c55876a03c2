import { afterEach, beforeEach, expect, test } from 'vitest';
import { Delivery, DeliveryNote } from '../../src/db/entities/index.ts';
import { fireDue } from '../../src/delivery/fire.ts';
import { note, noteAll, noteWhere } from '../../src/scheduling/trail.ts';
import type { Work } from '../../src/scheduling/work.ts';
import { describeEachDatabase } from '../helpers/database.ts';
import { createWorld, type World } from '../helpers/world.ts';

describeEachDatabase('the trail of a message', create => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld('2026-11-24T10:00:00-03:00', create);
    await world.schedule('hoje às 11h', { numbers: ['+5531987654321', '+5531987654322', '+5531987654323'] });
    world.clock.set('2026-11-24T11:00:00-03:00');
    await fireDue(world.deps);
  });
  afterEach(() => world.close());

  const notes = async () => {
    const rows = await world.db.em.find(DeliveryNote, {}, { orderBy: { id: 'asc' }, populate: ['delivery'] });
    return rows.map(({ code, details, at, delivery }) => [delivery.jid.at(-1), code, details, at.toString()]);
  };
  const at = '2026-11-24T14:00:00Z';
  const all = ({ em }: Work) => em.find(Delivery, {}, { orderBy: { id: 'asc' } });

  test('a note says what, when, and with which details', async () => {
    await world.run(async work => {
      const [first, second] = await all(work);
      note(work, first!, 'interrupted');
      note(work, second!, 'waited', { reason: 'daily_cap' });
    });
    expect(await notes()).toEqual([
      ['1', 'interrupted', null, at],
      ['2', 'waited', { reason: 'daily_cap' }, at],
    ]);
  });

  test('many are noted at once, by their rows or by a condition', async () => {
    await world.run(async work => noteAll(work, await all(work), 'asked', { of: ['Bia'] }));
    const picked = await world.run(work =>
      noteWhere(work, { sql: 'd.jid <> ?', values: ['5531987654322'] }, 'waited', { reason: 'silence' }),
    );
    expect(picked).toBe(2);
    const asked = ['asked', { of: ['Bia'] }, at];
    const waited = ['waited', { reason: 'silence' }, at];
    expect(await notes()).toEqual([
      ['1', ...asked],
      ['2', ...asked],
      ['3', ...asked],
      ['1', ...waited],
      ['3', ...waited],
    ]);
  });

  test('what is undone leaves no note', async () => {
    const undone = world.run(async work => {
      await noteWhere(work, { sql: 'd.id > ?', values: [0] }, 'interrupted');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await notes()).toEqual([]);
  });
});
