import { z } from 'zod';
import { OCCURRENCE_STATUSES, Occurrence } from '../../db/entities/index.ts';
import { comingSends, recorded } from '../../scheduling/queries/coming-sends.ts';
import { getSchedule } from '../../scheduling/queries/get-schedule.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { idParams, instantFilter } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, pageOf, pagingQuery } from '../paging.ts';
import { occurrenceRow, showOccurrences } from './occurrence-view.ts';

const MAX_COUNT = 100;

/** `/api/schedules/{id}/occurrences/`: what went and is planned; with `count`, the next sends. */
export function registerScheduleOccurrences(api: Api, { work: { clock } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: '/api/schedules/:id/occurrences/',
    summary: 'Ocorrências de um agendamento: as registradas, ou as próximas com "count"',
    scope: 'read',
    params: idParams,
    query: z.object({
      page: pagingQuery.page,
      page_size: pagingQuery.page_size,
      from: instantFilter,
      to: instantFilter,
      status: z.enum(OCCURRENCE_STATUSES).optional(),
      count: z.coerce.number().int().min(1).max(MAX_COUNT).optional(),
    }),
    answers: { 200: listSchema(occurrenceRow) },
    async handle({ em, params, query, request }) {
      const { schedule } = await getSchedule(em, params.id);
      const { from, to, status, page, page_size, count: wanted } = query;
      if (wanted !== undefined) {
        const coming = await comingSends(em, schedule, { after: from ?? clock.now(), count: wanted });
        const results = await showOccurrences(
          em,
          coming.map(send => ({ ...send, schedule })),
        );
        return ok({ count: results.length, next: null, previous: null, results });
      }
      const range = defined({ $gte: from, $lte: to });
      const [rows, count] = await em.findAndCount(
        Occurrence,
        {
          schedule: schedule.id,
          ...(Object.keys(range).length > 0 ? { plannedAt: range } : {}),
          ...defined({ status }),
        },
        { orderBy: { plannedAt: 'desc' }, limit: page_size, offset: (page - 1) * page_size },
      );
      const results = await showOccurrences(
        em,
        rows.map(row => ({ ...recorded(row), schedule })),
      );
      return ok(pageOf(request, query, { count, results }));
    },
  });
}
