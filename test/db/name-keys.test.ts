import { afterEach, beforeEach, expect, test } from 'vitest';
import { Contact, Group } from '../../src/db/entities/index.ts';
import { migrate } from '../../src/db/migrate.ts';
import { isSqlite } from '../../src/db/orm.ts';
import { keysSql, namesLike, namesOfKeys } from '../../src/scheduling/known-names.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { describeEachDatabase, type TestDatabase } from '../helpers/database.ts';

const at = Temporal.Instant.from('2026-11-24T13:00:00Z');
const stamps = { createdAt: at, updatedAt: at };
const NAMES = ['🔥 VENDAS | Loja Centro 🔥', "Joana D'Arc", 'Ana Lima', '𝗩𝗜𝗣', '🍕🍕'];

describeEachDatabase('the keys of names', create => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(() => database.close());

  test('are renewed by the migration, as many as there are, and once more changes nothing', async () => {
    const em = database.em;
    // More than fit in one statement, with the keys that earlier versions wrote.
    for (const [index, name] of Array.from({ length: 1_200 }, (_, i) => [i, NAMES[i % NAMES.length]!] as const)) {
      const phone = `+55419911${String(index).padStart(5, '0')}`;
      em.create(Contact, { name, nameKey: foldName(name), phone, phoneKey: phone, variables: {}, ...stamps });
    }
    const place = { kind: 'list' as const, aliases: ['💬 Balcão'], ...stamps };
    em.create(Group, { name: NAMES[0]!, nameKey: foldName(NAMES[0]!), ...place });
    await em.flush();
    for (const _ of ['first', 'again']) {
      await em.execute(`delete from migrations where name like '%name_keys_without_punctuation'`);
      expect(await migrate(database.orm)).toHaveLength(1);
      const keys = await database.em.execute<{ name_key: string; total: number }[]>(
        'select name_key, count(*) as total from contacts group by name_key order by name_key',
      );
      expect(keys.map(({ name_key: key, total }) => [key, Number(total)])).toEqual([
        ['ana lima', 240],
        ['joana darc', 240],
        ['vendas loja centro', 240],
        ['vip', 240],
        ['🍕🍕', 240],
      ]);
    }
    // However many there are, they are found by the index.
    const sql = `${isSqlite(em) ? 'explain query plan' : 'explain'} ${keysSql(em, 'contact')}`;
    const plan = JSON.stringify(await database.em.execute(sql, ['[{"wanted":"ana lima"}]']));
    expect(plan).toContain('contacts_name_key_index');
    const found = await namesOfKeys(database.em, 'group', ['vendas loja centro', 'balcao', 'nobody']);
    expect(found.map(({ called }) => called)).toEqual([NAMES[0], '💬 Balcão']);
    const like = await namesLike(database.em, 'contact', 'ana lina', 1);
    expect([...new Set(like.map(({ called }) => called))]).toEqual(['Ana Lima']);
  });
});
