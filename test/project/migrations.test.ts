import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { createOrm, ensureDatabase, type Orm } from '../../src/db/orm.ts';
import { mysqlOptions, type TestDatabase, testMySql } from '../helpers/database.ts';

describe('migrations make the tables that the entities describe', () => {
  const open: (Orm | TestDatabase)[] = [];
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });

  test('SQLite: nothing is left to change after all of them', async () => {
    const orm = await createOrm({ kind: 'sqlite', path: ':memory:' });
    open.push(orm);
    await migrate(orm);
    const entitiesOnly = await createOrm({ kind: 'sqlite', path: ':memory:' });
    open.push(entitiesOnly);
    await entitiesOnly.schema.create();
    expect(await tablesOf(orm)).toEqual(await tablesOf(entitiesOnly));
  });

  test('SQLite: running them again changes nothing', async () => {
    const orm = await createOrm({ kind: 'sqlite', path: ':memory:' });
    open.push(orm);
    expect(await migrate(orm)).not.toEqual([]);
    expect(await migrate(orm)).toEqual([]);
  });

  test.for(['sqlite', 'mysql'] as const)('%s: the snapshot of the last migration is today’s entities', async kind => {
    const orm = await createOrm(
      kind === 'sqlite' ? { kind, path: ':memory:' } : mysqlOptions('mysql://nobody@127.0.0.1:1', 'no_server_needed'),
    );
    open.push(orm);
    expect(await orm.migrator.checkSchema()).toBe(false);
  });

  const hasMySql = Boolean(process.env.TEST_MYSQL_URL);
  describe.skipIf(!hasMySql)(`on a server${hasMySql ? '' : ' (skipped: TEST_MYSQL_URL is not set)'}`, () => {
    test('MySQL: nothing is left to change after all of them', async () => {
      const database = await testMySql();
      open.push(database);
      expect(await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('');
    });

    test('MySQL: two processes that start together take turns', async () => {
      const options = mysqlOptions(process.env.TEST_MYSQL_URL!, `agendador_test_${randomBytes(6).toString('hex')}`);
      const [first, second] = [await createOrm(options), await createOrm(options)];
      open.push(first, second);
      const ran = await Promise.all(
        [first, second].map(async orm => {
          await ensureDatabase(options);
          return migrate(orm);
        }),
      );
      expect(ran.map(names => names.length > 0).sort()).toEqual([false, true]);
      await first.schema.dropDatabase(options.name);
    });
  });
});

/** Columns, indexes and foreign keys of every table, without the order or the words in which they were made. */
async function tablesOf(orm: Orm): Promise<Record<string, unknown>> {
  const query = <T>(sql: string) => orm.em.execute<T[]>(sql);
  const tables = await query<{ name: string }>(
    `select name from sqlite_master where type = 'table' and name not in ('migrations', 'sqlite_sequence') order by name`,
  );
  const described: Record<string, unknown> = {};
  for (const { name } of tables) {
    described[name] = {
      columns: (await query<{ cid: number; name: string }>(`pragma table_info(${name})`))
        .map(({ cid, ...column }) => column)
        .sort((one, other) => one.name.localeCompare(other.name)), // a later migration can only add at the end
      foreignKeys: (await query<{ id: number }>(`pragma foreign_key_list(${name})`)).map(({ id, ...key }) => key),
      indexes: await indexesOf(name, query),
    };
  }
  return described;
}

/** "unique: a, b" for each index; in which order they were made says nothing. */
async function indexesOf(table: string, query: <T>(sql: string) => Promise<T[]>): Promise<string[]> {
  const indexes = await query<{ name: string; unique: number }>(`pragma index_list(${table})`);
  const described = indexes.map(async ({ name, unique }) => {
    const columns = await query<{ name: string }>(`pragma index_info(${name})`);
    return `${unique ? 'unique' : 'index'}: ${columns.map(column => column.name).join(', ')}`;
  });
  return (await Promise.all(described)).sort();
}
