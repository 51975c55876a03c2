import { Admin, type AdminRole } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { phoneKey, toE164 } from '../../whatsapp/phone.ts';
import { foldName } from '../names.ts';
import { roughMatches } from '../near-names.ts';
import { findOr404 } from './find-or-404.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { name: 'name', role: 'role', created_at: 'createdAt', updated_at: 'updatedAt' };

/** Who may command by chat, by name; the search looks at names and digits of the phone. */
export function listAdmins(em: Em, request: PageRequest & { role?: AdminRole }): Promise<Page<Admin>> {
  const { search = '', role } = request;
  const digits = search.replace(/\D/g, '');
  const byPhone = digits.length >= 3 ? [contains('phone', digits)] : [];
  const bySearch = search === '' ? {} : { $or: [contains('name', search), ...byPhone] };
  return findPage(em, Admin, { ...bySearch, ...(role ? { role } : {}) }, request, COLUMNS, { default: ['name'] });
}

/** @throws UserError `admin_not_found` (404) */
export const getAdmin = (em: Em, id: number): Promise<Admin> => findOr404(em, Admin, id, 'admin_not_found');

/** The admins that a phone or a name may mean; an exact name wins over longer ones. `isExact`: nothing was guessed. */
export async function findAdmins(em: Em, words: string): Promise<{ found: Admin[]; isExact: boolean }> {
  const all = await em.find(Admin, {}, { orderBy: { name: 'asc', id: 'asc' } });
  const key = keyOf(words);
  const byPhone = all.filter(admin => admin.phoneKey === key);
  const named = all.map(value => ({ key: foldName(value.name), value }));
  const exact = [...byPhone, ...named.filter(one => one.key === foldName(words)).map(one => one.value)];
  return exact.length > 0
    ? { found: exact, isExact: true }
    : { found: roughMatches(foldName(words), named), isExact: false };
}

function keyOf(words: string): string | null {
  try {
    return phoneKey(toE164(words));
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
