import { Schedule, type ScheduleStatus } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = {
  next_run_at: 'nextRunAt',
  last_run_at: 'lastRunAt',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  title: 'title',
  status: 'status',
};

/** Schedules that still hold on to what they use. */
export const isLive = { deletedAt: null, status: { $in: ['active', 'paused'] as ScheduleStatus[] } };

/** Schedules that were not deleted, newest first; the search looks at titles and texts. */
export function listSchedules(
  em: Em,
  request: PageRequest & { status?: ScheduleStatus; evolutionConfig?: number; template?: number },
): Promise<Page<Schedule>> {
  const { status, evolutionConfig, template, search = '' } = request;
  const where = {
    deletedAt: null,
    ...(status ? { status } : {}),
    ...(evolutionConfig ? { evolutionConfig } : {}),
    ...(template ? { template } : {}),
    ...(search === '' ? {} : { $or: [contains('title', search), contains('text', search)] }),
  };
  return findPage(em, Schedule, where, request, COLUMNS, { default: ['-created_at'], populate: ['template'] });
}
