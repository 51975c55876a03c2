import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Orm } from './orm.ts';

/**
 * Writes the migration that takes the newest snapshot to today's entities, and the list that names all of them.
 * A developer's tool: the list is static so that nothing has to be discovered at run time.
 *
 * @returns the file's name, null when there is nothing to change
 */
export async function createMigration(orm: Orm, dialect: 'mysql' | 'sqlite', name: string): Promise<string | null> {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'migrations', dialect);
  const isFirst = migrationFiles(folder).length === 0;
  const { fileName } = await orm.migrator.create(undefined, false, isFirst, name);
  if (!fileName) return null;
  const names = migrationFiles(folder).map(file => file.replace(/\.ts$/, ''));
  const imports = names.map(file => `import { ${file} } from './${file}.ts';`);
  writeFileSync(
    join(folder, 'index.ts'),
    `${imports.join('\n')}\n\n/** The migrations of ${dialect}, oldest first; written by \`npm run cli -- migrate create\`. */\nexport const ${dialect}Migrations = [${names.join(', ')}];\n`,
  );
  return fileName;
}

function migrationFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter(file => /^Migration\d+.*\.ts$/.test(file))
    .sort();
}
