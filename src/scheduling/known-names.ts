import { type JsonColumn, jsonRows } from '../db/json-rows.ts';
import { type Em, isSqlite } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { nameKey } from './names.ts';

/** What people and places are: a list is a group here. */
export type NamedType = 'group' | 'contact';

/** A name or alias that somebody or some place answers to. */
export interface KnownName {
  readonly id: number;
  /** Its proper name. */
  readonly name: string;
  /** The name or alias itself, as it was given. */
  readonly called: string;
  /** {@link nameKey} of what it is called. */
  readonly key: string;
}

const TABLES = { group: 'recipient_groups', contact: 'contacts' } as const;
const GIVEN: Readonly<Record<string, JsonColumn>> = { wanted: 'key' };

/**
 * Everybody of a type who answers to one of these keys, the oldest first. Read by the index of the keys, however many contacts
 * there are.
 */
export async function namesOfKeys(em: Em, type: NamedType, keys: Iterable<string>): Promise<KnownName[]> {
  const wanted = new Set(keys);
  if (wanted.size === 0) return [];
  await em.flush();
  const rows = await selectRows<{ id: number; name: string; name_key: string }>(em, keysSql(em, type), [
    JSON.stringify(Array.from(wanted, key => ({ wanted: key }))),
  ]);
  const names = rows
    .map(({ id, name, name_key: key }) => ({ id: Number(id), name, called: name, key }))
    .sort((one, other) => one.id - other.id);
  const aliases = type === 'group' ? (await aliasesOfGroups(em)).filter(({ key }) => wanted.has(key)) : [];
  return [...names, ...aliases];
}

/** The statement that finds names by their keys; in a test its plan. */
export function keysSql(em: Em, type: NamedType): string {
  return `select n.id, n.name, n.name_key from ${jsonRows(em, GIVEN)} given
    cross join ${TABLES[type]} n on n.name_key = given.wanted`;
}

/**
 * The names that may be meant by one that nobody answers to: they hold it, or are about as long. No index helps here.
 *
 * @param typos letters that a name may be longer or shorter
 */
export async function namesLike(em: Em, type: NamedType, key: string, typos: number): Promise<KnownName[]> {
  await em.flush();
  const length = isSqlite(em) ? 'length' : 'char_length';
  const rows = await selectRows<{ id: number; name: string; name_key: string }>(
    em,
    `select id, name, name_key from ${TABLES[type]}
     where instr(name_key, ?) > 0 or ${length}(name_key) between ? and ? order by name_key, id`,
    [key, key.length - typos, key.length + typos],
  );
  const names = rows.map(({ id, name, name_key: key }) => ({ id: Number(id), name, called: name, key }));
  return type === 'group' ? [...names, ...(await aliasesOfGroups(em))] : names;
}

/** Aliases are few, and no index can look into their JSON. */
async function aliasesOfGroups(em: Em): Promise<KnownName[]> {
  const length = isSqlite(em) ? 'json_array_length' : 'json_length';
  const rows = await selectRows<{ id: number; name: string; aliases: string | string[] }>(
    em,
    `select id, name, aliases from recipient_groups where ${length}(aliases) > 0 order by name_key, id`,
    [],
  );
  return rows.flatMap(({ id, name, aliases }) =>
    (typeof aliases === 'string' ? (JSON.parse(aliases) as string[]) : aliases).map(called => ({
      ...{ id: Number(id), name, called, key: nameKey(called) },
    })),
  );
}
