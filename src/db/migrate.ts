import { isSqlite, type Orm } from './orm.ts';

const LOCK_NAME = 'agendador.prepare';
const LOCK_TIMEOUT_SECONDS = 120;

/**
 * Brings the schema up to date. Several processes may call it at once: they take turns.
 *
 * @returns the names of the migrations that ran
 * @throws when the database is away, or another process holds the lock for two minutes
 */
export async function migrate(orm: Orm): Promise<string[]> {
  return exclusively(orm, async () => {
    const ran = await orm.migrator.up();
    return ran.map(migration => migration.name);
  });
}

/**
 * Runs `work` while no other process does (MySQL's named lock; an embedded database has one process anyway). MySQL
 * cannot roll back DDL and two first starts would seed twice, so a second process must not even begin.
 */
export async function exclusively<T>(orm: Orm, work: () => Promise<T>): Promise<T> {
  if (isSqlite(orm.em)) return work();
  // The lock belongs to a connection; the transaction keeps one for us, and its end or our death gives it back.
  return orm.em.fork().transactional(async em => {
    const rows = await em.execute<{ got: number | null }[]>('select get_lock(?, ?) as got', [
      LOCK_NAME,
      LOCK_TIMEOUT_SECONDS,
    ]);
    if (rows[0]?.got !== 1)
      throw new Error(`another process has been preparing the database for ${LOCK_TIMEOUT_SECONDS} s`);
    try {
      return await work();
    } finally {
      await em.execute('select release_lock(?)', [LOCK_NAME]);
    }
  });
}
