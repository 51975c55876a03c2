import { Suppression } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { findOr404 } from './find-or-404.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { phone: 'phone', created_at: 'createdAt' };

/** Opt-outs, newest first; the search looks at digits of the phone. */
export function listSuppressions(em: Em, request: PageRequest): Promise<Page<Suppression>> {
  const { search = '' } = request;
  const digits = search.replace(/\D/g, '');
  const where = search === '' ? {} : contains('phone', digits === '' ? search : digits);
  return findPage(em, Suppression, where, request, COLUMNS, { default: ['-created_at'] });
}

/** @throws UserError `suppression_not_found` (404) */
export const getSuppression = (em: Em, id: number): Promise<Suppression> =>
  findOr404(em, Suppression, id, 'suppression_not_found');
