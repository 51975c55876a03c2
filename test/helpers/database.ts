import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { createOrm, type DatabaseOptions, type Em, ensureDatabase, type Orm } from '../../src/db/orm.ts';

export interface TestDatabase {
  orm: Orm;
  /** A fresh unit of work at each reading. */
  readonly em: Em;
  options: DatabaseOptions;
  close(): Promise<void>;
}

/** A migrated, empty database: SQLite in memory. */
export async function testDatabase(): Promise<TestDatabase> {
  return open({ kind: 'sqlite', path: ':memory:' }, async () => {});
}

/** A migrated, empty database of its own on the server of TEST_MYSQL_URL; dropped when it is closed. */
export async function testMySql(url = process.env.TEST_MYSQL_URL): Promise<TestDatabase> {
  if (!url) throw new Error('TEST_MYSQL_URL is not set');
  const options = mysqlOptions(url, `agendador_test_${randomBytes(6).toString('hex')}`);
  return open(options, orm => orm.schema.dropDatabase(options.name));
}

/** The parts of a MySQL URL, with another database name. */
export function mysqlOptions(url: string, name: string): DatabaseOptions & { kind: 'mysql' } {
  const { hostname, port, username, password } = new URL(url);
  return { kind: 'mysql', host: hostname, port: Number(port || 3306), name, user: username || 'root', password };
}

async function open(options: DatabaseOptions, drop: (orm: Orm) => Promise<void>): Promise<TestDatabase> {
  await ensureDatabase(options);
  const orm = await createOrm(options);
  await migrate(orm);
  return {
    orm,
    options,
    get em() {
      return orm.em.fork();
    },
    async close() {
      await drop(orm);
      await orm.close();
    },
  };
}

/** Runs the same cases on SQLite and, where TEST_MYSQL_URL is set, on MySQL. */
export function describeEachDatabase(name: string, cases: (create: () => Promise<TestDatabase>) => void): void {
  describe(`${name} (SQLite)`, () => cases(testDatabase));
  describeMySql(name, cases);
}

/** Runs cases on MySQL, where TEST_MYSQL_URL is set: alone, those about what only several writers meet. */
export function describeMySql(name: string, cases: (create: () => Promise<TestDatabase>) => void): void {
  const hasMySql = Boolean(process.env.TEST_MYSQL_URL);
  describe.skipIf(!hasMySql)(`${name} (MySQL${hasMySql ? '' : ': skipped, TEST_MYSQL_URL is not set'})`, () => {
    // Making a database takes a second: these cases share one and empty it after each.
    let shared: TestDatabase;
    beforeAll(async () => {
      shared = await testMySql();
    });
    afterAll(() => shared.close());
    cases(async () => {
      const { orm, options } = shared;
      return {
        orm,
        options,
        get em() {
          return orm.em.fork();
        },
        close: () => empty(orm),
      };
    });
  });
}

async function empty(orm: Orm): Promise<void> {
  await orm.em.fork().transactional(async em => {
    await em.execute('set foreign_key_checks = 0');
    const metadata = [...orm.getMetadata().getAll().values()];
    for (const { tableName } of metadata) await em.execute(`delete from \`${tableName}\``);
    await em.execute('set foreign_key_checks = 1');
  });
}
