import { Contact } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { nameKey } from '../names.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { name: 'nameKey', created_at: 'createdAt', updated_at: 'updatedAt' };

/** Contacts by name; the search looks at names and digits of the phone. */
export function listContacts(em: Em, request: PageRequest): Promise<Page<Contact>> {
  const { search = '' } = request;
  const digits = search.replace(/\D/g, '');
  const byPhone = digits.length >= 3 ? [contains('phone', digits)] : [];
  const where =
    search === '' ? {} : { $or: [contains('name_key', nameKey(search)), contains('name', search), ...byPhone] };
  return findPage(em, Contact, where, request, COLUMNS, { default: ['name'] });
}
