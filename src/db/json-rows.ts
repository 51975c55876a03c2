import { type Em, isSqlite } from './orm.ts';

/** How a value is read out of JSON. Keys (`key`) compare as the columns do: by case and accents. */
export type JsonColumn = 'id' | 'flag' | 'key' | 'text';

const MYSQL_TYPES: Readonly<Record<JsonColumn, string>> = {
  id: 'bigint',
  flag: 'tinyint',
  key: 'varchar(200) character set utf8mb4 collate utf8mb4_0900_bin',
  text: 'text character set utf8mb4 collate utf8mb4_0900_bin',
};

/**
 * A table out of one parameter that holds JSON, a list of objects: `from ${jsonRows(em, { id: 'id' })} given`. So one
 * statement reads or writes for any number of rows and stays prepared. It needs an alias; rows come in the list's order.
 */
export function jsonRows(em: Em, columns: Readonly<Record<string, JsonColumn>>): string {
  const names = Object.keys(columns);
  if (isSqlite(em))
    return `(select ${names.map(name => `value ->> '$.${name}' as ${name}`).join(', ')} from json_each(?))`;
  const typed = names.map(name => `${name} ${MYSQL_TYPES[columns[name]!]} path '$.${name}'`);
  return `json_table(?, '$[*]' columns (${typed.join(', ')}))`;
}

/** The parameter for rows of ids alone. */
export const idRows = (ids: Iterable<number>): string => JSON.stringify(Array.from(ids, id => ({ id })));
