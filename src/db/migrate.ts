import { isSqlite, type Orm } from './orm.ts';

const LOCK_NAME = 'agendador.migrate';
const LOCK_TIMEOUT_SECONDS = 120;

/**
 * Brings the schema up to date, one process at a time.
 *
 * @returns the names of the migrations that ran
 * @throws when the database is away, or another process holds the lock for two minutes
 */
export async function migrate(orm: Orm): Promise<string[]> {
  if (isSqlite(orm.em)) return up(orm);
  await orm.schema.ensureDatabase();
  // MySQL cannot roll back DDL, so two processes must not even begin. The lock belongs to the transaction's connection.
  return orm.em.fork().transactional(async em => {
    const rows = await em.execute<{ got: number | null }[]>('select get_lock(?, ?) as got', [
      LOCK_NAME,
      LOCK_TIMEOUT_SECONDS,
    ]);
    if (rows[0]?.got !== 1) throw new Error(`another process has been migrating for ${LOCK_TIMEOUT_SECONDS} s`);
    try {
      return await up(orm);
    } finally {
      await em.execute('select release_lock(?)', [LOCK_NAME]);
    }
  });
}

async function up(orm: Orm): Promise<string[]> {
  const ran = await orm.migrator.up();
  return ran.map(migration => migration.name);
}
