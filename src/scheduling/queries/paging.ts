import { type EntityName, type FilterQuery, raw } from '@mikro-orm/core';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';

/** Which rows of a list. `ordering` has names as the API spells them, with `-` for descending. */
export interface PageRequest {
  /** From 1. */
  page: number;
  pageSize: number;
  search?: string;
  /** Names as the API spells them, `-` before one for descending. */
  ordering?: readonly string[];
}

export interface Page<T> {
  /** Of all pages together. */
  count: number;
  results: T[];
}

/**
 * One page of a list.
 *
 * @param columns what can be ordered by: the API's name → the property
 * @throws UserError `unknown_ordering`
 */
export async function findPage<T extends object>(
  em: Em,
  entity: EntityName<T>,
  where: object,
  request: PageRequest,
  columns: Readonly<Record<string, string>>,
  options: { default: readonly string[]; populate?: readonly string[] },
): Promise<Page<T>> {
  const ordering = request.ordering?.length ? request.ordering : options.default;
  const orderBy = [...ordering, 'id'].map(name => orderOf(name, columns));
  const [results, count] = await em.findAndCount(entity, where as FilterQuery<NoInfer<T>>, {
    orderBy: orderBy as never,
    limit: request.pageSize,
    offset: (request.page - 1) * request.pageSize,
    populate: (options.populate ?? []) as never,
  });
  return { results: results as T[], count };
}

function orderOf(name: string, columns: Readonly<Record<string, string>>): Record<string, 'asc' | 'desc'> {
  const property = name === 'id' || name === '-id' ? 'id' : columns[name.replace(/^-/, '')];
  if (!property) throw new UserError('unknown_ordering', { name, known: Object.keys(columns) });
  return { [property]: name.startsWith('-') ? 'desc' : 'asc' };
}

/**
 * A condition: the column holds these words, any letter meaning itself (LIKE would take `_` and `%` for wildcards, and
 * the two databases escape them differently).
 *
 * @param column its name in the database; a `_key` column holds folded names and is searched by a folded one
 */
export function contains(column: string, words: string): Record<string, unknown> {
  if (column.endsWith('_key')) return { [raw(alias => `instr(${alias}.${column}, ?)`, [words])]: { $gt: 0 } };
  return { [raw(alias => `instr(lower(${alias}.${column}), ?)`, [words.toLowerCase()])]: { $gt: 0 } };
}
