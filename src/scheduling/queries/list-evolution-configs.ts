import { EvolutionConfig } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { name: 'name', created_at: 'createdAt', updated_at: 'updatedAt' };

/** Instances, the default first. */
export function listEvolutionConfigs(em: Em, request: PageRequest): Promise<Page<EvolutionConfig>> {
  const { search = '' } = request;
  const where = search === '' ? {} : { $or: [contains('name', search), contains('instance_name', search)] };
  return findPage(em, EvolutionConfig, where, request, COLUMNS, { default: ['name'] });
}
