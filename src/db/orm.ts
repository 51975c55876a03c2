import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { MySqlDriver } from '@mikro-orm/mysql';
import { defineSqlConfig, type SqlEntityManager, SqliteDriver, SqlMikroORM } from '@mikro-orm/sql';
import { CompiledQuery, type DatabaseConnection } from 'kysely';
import { entities } from './entities/index.ts';
import { fromSqlInstant } from './instant-type.ts';
import { mysqlMigrations } from './migrations/mysql/index.ts';
import { sqliteMigrations } from './migrations/sqlite/index.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

/** Where the data lives: one SQLite file (or `:memory:`), or a MySQL database that several processes share. */
export type DatabaseOptions = { kind: 'sqlite'; path: string } | MySqlOptions;
type MySqlOptions = { kind: 'mysql'; host: string; port: number; name: string; user: string; password: string };

export type Orm = SqlMikroORM;
/** A unit of work: fork one for each request, event or batch; never share one between two. */
export type Em = SqlEntityManager;

/**
 * Builds the ORM without connecting: with the database away the process still starts, answers 503 and connects later.
 *
 * @returns an ORM whose `em` must be forked
 */
export async function createOrm(database: DatabaseOptions): Promise<Orm> {
  const migrations = {
    tableName: 'migrations',
    path: fileURLToPath(new URL(`./migrations/${database.kind}`, import.meta.url)),
    migrationsList: database.kind === 'sqlite' ? sqliteMigrations : mysqlMigrations,
    snapshotName: 'snapshot', // what `npm run check` holds the entities against, without a server
    snapshotOnMigrate: false,
    silent: true,
  };
  const shared = { entities, extensions: [Migrator], ensureDatabase: false, migrations };
  if (database.kind === 'sqlite') {
    const driverOptions = sqliteDialect(database.path);
    return SqlMikroORM.init(defineSqlConfig({ ...shared, driver: SqliteDriver, dbName: database.path, driverOptions }));
  }
  const orm = await SqlMikroORM.init({ ...shared, ...mysqlOptions(database, database.name) });
  return orm as unknown as Orm; // the two drivers' ORMs differ in type only
}

function mysqlOptions({ host, port, user, password }: MySqlOptions, dbName: string) {
  return {
    ...{ driver: MySqlDriver, host, port, user, password, dbName },
    charset: 'utf8mb4',
    collate: 'utf8mb4_0900_bin', // ids of WhatsApp differ by case; names are compared by their folded keys
    forceUtcTimezone: true,
    pool: { max: 10 },
    onCreateConnection: readCommitted,
  };
}

/**
 * READ COMMITTED: claims skip locked rows and must not lock the gaps between them, or two workers that insert occurrences
 * deadlock. Said once to each connection, it costs no transaction a round trip of its own.
 */
async function readCommitted(connection: unknown): Promise<void> {
  const sql = 'set session transaction isolation level read committed';
  await (connection as DatabaseConnection).executeQuery(CompiledQuery.raw(sql));
}

/**
 * Makes the MySQL database where the user may and it is missing. The ORM's own way is not safe when two processes
 * start together.
 */
export async function ensureDatabase(database: DatabaseOptions): Promise<void> {
  if (database.kind === 'sqlite') return;
  const server = await SqlMikroORM.init({
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ...mysqlOptions(database, 'information_schema'),
  });
  try {
    const { em } = server as unknown as Orm;
    const found = await em.execute<unknown[]>('select 1 from information_schema.schemata where schema_name = ?', [
      database.name,
    ]);
    const name = em.getPlatform().quoteIdentifier(database.name);
    if (found.length === 0)
      await em.execute(`create database if not exists ${name} character set utf8mb4 collate utf8mb4_0900_bin`);
  } finally {
    await server.close();
  }
}

/** Settings of the SQLite file that last only as long as the connection. */
export async function prepareSqlite(orm: Orm): Promise<void> {
  if (!isSqlite(orm.em)) return;
  const connection = orm.em.getConnection();
  await connection.execute('pragma journal_mode = wal');
  await connection.execute('pragma busy_timeout = 5000'); // the command line may write beside the server
}

export function isSqlite(em: Em): boolean {
  return em.getDriver() instanceof SqliteDriver;
}

/** One transaction, on a unit of work of its own. */
export function inTransaction<T>(em: Em, work: (em: Em) => Promise<T>): Promise<T> {
  return em.fork().transactional(tx => work(tx as Em));
}

/** The database's own clock, which all processes share (leases, and the correction of `Clock`). */
export async function databaseNow(em: Em): Promise<Temporal.Instant> {
  const sql = isSqlite(em) ? `select strftime('%Y-%m-%d %H:%M:%f', 'now') as now` : 'select utc_timestamp(3) as now';
  const rows = await em.execute<{ now: string }[]>(sql);
  return fromSqlInstant(rows[0]!.now);
}
