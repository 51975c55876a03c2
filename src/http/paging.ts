import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { defined } from './changes.ts';

const DEFAULT_PAGE_SIZE = 20;
/** A larger wish gets this many, as Django REST did: `next` leads on. */
const MAX_PAGE_SIZE = 200;

/** The query parameters of every list. */
export const pagingQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  page_size: z.coerce
    .number()
    .int()
    .min(1)
    .default(DEFAULT_PAGE_SIZE)
    .transform(size => Math.min(size, MAX_PAGE_SIZE)),
  search: z.string().max(200).optional(),
};

/** A list's query, read. */
export interface PageQuery {
  page: number;
  page_size: number;
  search?: string | undefined;
  ordering?: string[] | undefined;
}

/** `?ordering=field,-field` over these fields. */
export function orderingQuery(fields: readonly string[]) {
  const known = new Set(fields.flatMap(name => [name, `-${name}`]));
  return z
    .string()
    .transform(text => text.split(',').map(name => name.trim()))
    .refine(names => names.every(name => known.has(name)), {
      error: `Use um ou mais destes, com "-" na frente para inverter: ${fields.join(', ')}.`,
    })
    .optional()
    .meta({ description: `Campos: ${fields.join(', ')}; "-" na frente inverte.` });
}

/** A list's query as the queries take it. */
export function pageRequest({ page, page_size: pageSize, search, ordering }: PageQuery) {
  return { page, pageSize, ...defined({ search, ordering }) };
}

/** The answer of every list. */
export function listSchema<S extends z.ZodType>(row: S) {
  return z.object({
    count: z.number().int(),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(row),
  });
}

/**
 * One page as it is answered; `next` and `previous` are absolute and keep every other parameter.
 *
 * @throws UserError `not_found` (404) for a page behind the last one
 */
export function pageOf<T>(
  request: FastifyRequest,
  query: { page: number; page_size: number },
  found: { count: number; results: T[] },
) {
  const lastPage = Math.max(1, Math.ceil(found.count / query.page_size));
  if (query.page > lastPage) throw new UserError('not_found', {}, 404);
  const address = (page: number) => {
    const url = new URL(request.url, `${request.protocol}://${request.host}`);
    url.searchParams.set('page', String(page));
    return url.href;
  };
  return {
    count: found.count,
    next: query.page < lastPage ? address(query.page + 1) : null,
    previous: query.page > 1 ? address(query.page - 1) : null,
    results: found.results,
  };
}
