import { User } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { username: 'username', created_at: 'createdAt', updated_at: 'updatedAt' };

/** Users of API and panel, by name. */
export function listUsers(em: Em, request: PageRequest): Promise<Page<User>> {
  const { search = '' } = request;
  return findPage(em, User, search === '' ? {} : contains('username', search), request, COLUMNS, {
    default: ['username'],
  });
}

/** @throws UserError `user_not_found` (404) */
export const getUser = (em: Em, id: number): Promise<User> => findOr404(em, User, id, 'user_not_found');
