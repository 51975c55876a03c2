import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openDataDir } from '../data-dir.ts';
import { migrate } from '../db/migrate.ts';
import { createOrm, type DatabaseOptions, ensureDatabase, type Orm, prepareSqlite } from '../db/orm.ts';
import { loadConfig } from '../environment.ts';
import type { Actor, WorkDeps } from '../scheduling/work.ts';

/** Whoever sits at the terminal may do everything. */
export const TERMINAL: Actor = { type: 'system', id: null, name: 'terminal', role: 'owner', source: 'cli' };

/** Where the configuration says that the data is. */
export function databaseOf(config: Config): DatabaseOptions {
  return config.database.kind === 'sqlite'
    ? { kind: 'sqlite', path: openDataDir(config.DATA_DIR).database }
    : config.database;
}

/** Runs `work` on the migrated database and closes it. Short writes beside a running server are safe. */
export async function withDatabase<T>(work: (deps: WorkDeps, orm: Orm) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const database = databaseOf(config);
  await ensureDatabase(database);
  const orm = await createOrm(database);
  try {
    await prepareSqlite(orm);
    await migrate(orm);
    const nobody = { fire() {}, send() {}, reply() {} };
    return await work(
      { em: orm.em, clock: systemClock(), timezone: config.TIMEZONE, alarms: { at() {} }, nudges: nobody },
      orm,
    );
  } finally {
    await orm.close();
  }
}
