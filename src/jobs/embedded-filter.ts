/** Agenda's ways to say "these jobs" as SQL conditions, with the meaning that its MongoDB repository gives them. */
import type { JobsQueryOptions, RemoveJobsOptions } from 'agenda';
import { isJobField, type SqlValue, toColumn } from './embedded-schema.ts';

/** Conditions that must all hold; none of them means every job. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

type Document = Readonly<Record<string, unknown>>;

/** `WHERE …` for all conditions together, and its parameters in order. */
export function where(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: '', parameters: [] };
  return {
    sql: `WHERE ${conditions.map(condition => condition.sql).join(' AND ')}`,
    parameters: conditions.flatMap(condition => condition.parameters),
  };
}

function isPlainObject(value: unknown): value is Document {
  if (value === null || typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const strings = (values: readonly unknown[] | undefined) => (values ?? []).filter(value => typeof value === 'string');
const isIn = (column: string, values: readonly string[], not = ''): Condition => ({
  sql: `${column} ${not} IN (SELECT value FROM json_each(?))`,
  parameters: [JSON.stringify(values)],
});

/** The path inside `data` as SQLite writes it. It stands in the statement itself, for only so an index on it is used. */
function jsonPath(path: readonly string[]): string {
  if (path.some(key => /["\\]/.test(key)))
    throw new Error(`quotes and backslashes cannot be searched for in keys: ${path.join('.')}`);
  return `$${path.map(key => `."${key.replaceAll("'", "''")}"`).join('')}`;
}

/** Compares JSON texts, so `1`, `true` and `"1"` differ. Arrays and objects are compared whole; null also means absent. */
function dataEquals(path: readonly string[], value: unknown): Condition {
  const found = path.length === 0 ? 'data' : `data -> '${jsonPath(path)}'`;
  if (value === null || value === undefined) return { sql: `(${found} IS NULL OR ${found} = 'null')`, parameters: [] };
  return { sql: `${found} = ?`, parameters: [JSON.stringify(value)] };
}

/** Partial match: every leaf of `expected` is in the job's data, other keys do not matter. */
function dataContains(expected: Document, path: readonly string[] = []): Condition[] {
  return Object.entries(expected).flatMap(([key, value]) =>
    isPlainObject(value) ? dataContains(value, [...path, key]) : [dataEquals([...path, key], value)],
  );
}

/**
 * The jobs that the options name. An id wins over ids, a name over names, names over notNames.
 *
 * @returns no condition at all when the options name nothing; whether that means all or none is the caller's to say
 */
export function selectedBy(options: RemoveJobsOptions): Condition[] {
  const conditions: Condition[] = [];
  if (options.id) conditions.push({ sql: '_id = ?', parameters: [String(options.id)] });
  else if (options.ids?.length) conditions.push(isIn('_id', options.ids.map(String)));

  const [names, notNames] = [strings(options.names), strings(options.notNames)];
  if (options.name && typeof options.name === 'string')
    conditions.push({ sql: 'name = ?', parameters: [options.name] });
  else if (names.length > 0) conditions.push(isIn('name', names));
  else if (notNames.length > 0) conditions.push(isIn('name', notNames, 'NOT'));

  if (options.data !== undefined) {
    conditions.push(...(isPlainObject(options.data) ? dataContains(options.data) : [dataEquals([], options.data)]));
  }
  return conditions;
}

/** The jobs that a query asks for, all but its computed state. A search replaces the names, as in the MongoDB repository. */
export function askedFor(options: JobsQueryOptions): Condition[] {
  const { search, includeDisabled = true, id, ids, name, names, data } = options;
  const searches = typeof search === 'string' && search.length > 0;
  const conditions = selectedBy({
    ...(id && { id }),
    ...(ids && { ids }),
    ...(!searches && name && { name }),
    ...(!searches && names && { names }),
    ...(data !== undefined && { data }),
  });
  if (searches) conditions.push({ sql: 'instr(lower(name), lower(?)) > 0', parameters: [search] });
  if (!includeDisabled) conditions.push({ sql: 'disabled IS NOT 1', parameters: [] });
  return conditions;
}

/**
 * The job that a `unique` query means: field paths such as `data.userId` with the value each must have.
 *
 * @throws Error for a field that no job has and for MongoDB's operators (`$gt` …), which this store does not know
 */
export function uniqueBy(unique: Document, name: string): Condition[] {
  const conditions = Object.entries({ ...unique, name }).map(([key, value]) => {
    if (isPlainObject(value) && Object.keys(value).some(operator => operator.startsWith('$'))) {
      throw new Error(`the embedded job store compares unique fields for equality only: ${key}`);
    }
    const [field = '', ...path] = key.split('.');
    if (field === 'data') return dataEquals(path, value);
    if (!isJobField(field) || path.length > 0) throw new Error(`no job has the field ${key}`);
    return { sql: `"${field}" IS ?`, parameters: [toColumn(field, value)] };
  });
  return conditions;
}
