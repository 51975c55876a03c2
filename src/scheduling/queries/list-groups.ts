import { Group, type GroupKind } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { nameKey } from '../names.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { name: 'nameKey', members_count: 'membersCount', created_at: 'createdAt', updated_at: 'updatedAt' };

/** Groups by name: as it is written, or without its signs. */
export function listGroups(
  em: Em,
  request: PageRequest & { kind?: GroupKind; evolutionConfig?: number },
): Promise<Page<Group>> {
  const { search = '', kind, evolutionConfig } = request;
  const where = {
    ...(search === '' ? {} : { $or: [contains('name_key', nameKey(search)), contains('name', search)] }),
    ...(kind ? { kind } : {}),
    ...(evolutionConfig ? { evolutionConfig } : {}),
  };
  return findPage(em, Group, where, request, COLUMNS, { default: ['name'] });
}
