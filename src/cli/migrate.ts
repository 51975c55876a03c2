import { createMigration } from '../db/create-migration.ts';
import { isSqlite } from '../db/orm.ts';
import { withDatabase } from './database.ts';
import { UsageError } from './usage-error.ts';

/** `migrate` brings the schema up to date (opening the database did); `migrate create NAME` writes the next migration. */
export async function migrateVerb([verb, name]: string[]): Promise<void> {
  if (verb !== undefined && (verb !== 'create' || !name)) throw new UsageError('use: migrate [create NOME]');
  await withDatabase(async (_deps, orm) => {
    const dialect = isSqlite(orm.em) ? 'sqlite' : 'mysql';
    if (!name) return console.log(`O banco de dados (${dialect}) está em dia.`);
    const file = await createMigration(orm, dialect, name);
    console.log(file ? `Escrita: src/db/migrations/${dialect}/${file}` : `Nada a mudar (${dialect}).`);
  });
}
