import { Template } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { foldName } from '../names.ts';
import { nearest } from '../near-names.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { name: 'nameKey', created_at: 'createdAt', updated_at: 'updatedAt' };

/** Templates by name; the search looks at names and texts. */
export function listTemplates(em: Em, request: PageRequest): Promise<Page<Template>> {
  const { search = '' } = request;
  const where = search === '' ? {} : { $or: [contains('name_key', foldName(search)), contains('body', search)] };
  return findPage(em, Template, where, request, COLUMNS, { default: ['name'] });
}

/** The template of a name, without case and accents; or names that may have been meant. */
export async function findTemplateByName(
  em: Em,
  name: string,
): Promise<{ found: Template | null; suggestions: string[] }> {
  const key = foldName(name);
  const found = await em.findOne(Template, { nameKey: key });
  if (found) return { found, suggestions: [] };
  const all = await em.find(Template, {}, { fields: ['name', 'nameKey'], limit: 1_000 });
  return {
    found: null,
    suggestions: nearest(
      key,
      all.map(template => ({ key: template.nameKey, value: template.name })),
    ),
  };
}
