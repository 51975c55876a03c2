import { ApiToken } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { name: 'name', created_at: 'createdAt', last_used_at: 'lastUsedAt' };

/** Tokens, newest first; the tokens themselves are kept nowhere. */
export function listApiTokens(em: Em, request: PageRequest & { user?: number }): Promise<Page<ApiToken>> {
  const { search = '', user } = request;
  const where = { ...(search === '' ? {} : contains('name', search)), ...(user ? { user } : {}) };
  return findPage(em, ApiToken, where, request, COLUMNS, { default: ['-created_at'] });
}

/** @throws UserError `token_not_found` (404) */
export const getApiToken = (em: Em, id: number): Promise<ApiToken> => findOr404(em, ApiToken, id, 'token_not_found');
