import type { Migration } from '@mikro-orm/migrations';
import { nameKey } from '../../schedule/name-key.ts';

/** Rows in one statement. */
const PAGE = 1_000;
const TABLES = ['contacts', 'recipient_groups'] as const;

/** Writes the keys of all names anew, where they are not what the present folding makes of the name. Once or twice is the same. */
export async function renewNameKeys(migration: Migration, update: (table: string) => string): Promise<void> {
  for (const table of TABLES) {
    for (let after = 0; ; ) {
      const rows = (await migration.execute(
        `select id, name, name_key from ${table} where id > ? order by id limit ${PAGE}`,
        [after],
      )) as { id: number | string; name: string; name_key: string }[];
      const stale = rows.flatMap(({ id, name, name_key: stored }) => {
        const key = nameKey(name);
        return key === stored ? [] : [{ id: Number(id), key }];
      });
      if (stale.length > 0) await migration.execute(update(table), [JSON.stringify(stale)]);
      if (rows.length < PAGE) break;
      after = Number(rows.at(-1)!.id);
    }
  }
}
