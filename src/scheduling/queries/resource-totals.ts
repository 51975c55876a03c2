import { Admin, Contact, Group, Schedule, Suppression, Template } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';

/** How many rows there are; those that have kinds or statuses by them. */
export interface ResourceTotals {
  contacts: number;
  suppressions: number;
  templates: number;
  admins: number;
  groups: Record<string, number>;
  /** Without the deleted ones. */
  schedules: Record<string, number>;
}

export async function resourceTotals(em: Em): Promise<ResourceTotals> {
  return {
    contacts: await em.count(Contact),
    suppressions: await em.count(Suppression),
    templates: await em.count(Template),
    admins: await em.count(Admin),
    groups: await em.countBy(Group, 'kind'),
    schedules: await em.countBy(Schedule, 'status', { where: { deletedAt: null } }),
  };
}
