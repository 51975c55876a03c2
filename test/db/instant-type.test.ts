import { LockMode } from '@mikro-orm/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Template } from '../../src/db/entities/index.ts';
import { fromSqlInstant, toSqlInstant } from '../../src/db/instant-type.ts';
import { databaseNow, inTransaction } from '../../src/db/orm.ts';
import { describeEachDatabase, type TestDatabase } from '../helpers/database.ts';

const at = Temporal.Instant.from('2026-11-24T12:00:00.123Z');

test.for([
  ['2026-11-24T12:00:00.123456789Z', '2026-11-24 12:00:00.123'],
  ['2026-11-24T12:00:00Z', '2026-11-24 12:00:00.000'],
  ['1969-12-31T23:59:59.999Z', '1969-12-31 23:59:59.999'],
] as const)('%s is stored as %s', ([iso, stored]) => {
  expect(toSqlInstant(Temporal.Instant.from(iso))).toBe(stored);
  expect(toSqlInstant(fromSqlInstant(stored))).toBe(stored);
});

describeEachDatabase('instants in the database', create => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await create();
  });
  afterEach(() => db.close());

  const save = async (nameKey: string, createdAt: Temporal.Instant) => {
    const em = db.em;
    em.create(Template, { name: nameKey, nameKey, body: 'x', createdAt, updatedAt: createdAt });
    await em.flush();
  };

  test('come back to the millisecond', async () => {
    await save('a', at);
    const found = await db.em.findOneOrFail(Template, { nameKey: 'a' });
    expect(found.createdAt.equals(at)).toBe(true);
  });

  test('compare in a query, and an unchanged one is not written again', async () => {
    await save('before', at.subtract({ milliseconds: 1 }));
    await save('after', at.add({ milliseconds: 1 }));
    const em = db.em;
    const found = await em.find(Template, { createdAt: { $lte: at } }, { orderBy: { createdAt: 'asc' } });
    expect(found.map(row => row.nameKey)).toEqual(['before']);
    found[0]!.createdAt = at.subtract({ milliseconds: 1 });
    em.getUnitOfWork().computeChangeSets();
    expect(em.getUnitOfWork().getChangeSets()).toEqual([]);
  });

  test('are written by nativeUpdate, under a lock that skips locked rows', async () => {
    await save('a', at);
    await inTransaction(db.em, async em => {
      const rows = await em.find(
        Template,
        { $or: [{ createdAt: { $lt: at } }, { createdAt: at }] },
        { lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE, orderBy: { createdAt: 'asc', id: 'asc' }, limit: 5 },
      );
      expect(rows.length).toBe(1);
      await em.nativeUpdate(Template, { id: { $in: rows.map(row => row.id) } }, { updatedAt: at.add({ hours: 1 }) });
    });
    expect((await db.em.findOneOrFail(Template, { nameKey: 'a' })).updatedAt.toString()).toBe(
      '2026-11-24T13:00:00.123Z',
    );
  });

  test('the database tells its own clock in UTC', async () => {
    const difference = (await databaseNow(db.em)).since(Temporal.Now.instant());
    expect(Math.abs(difference.total('seconds'))).toBeLessThan(5);
  });
});
