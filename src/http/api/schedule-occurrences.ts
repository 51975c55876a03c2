import { z } from 'zod';
import { OCCURRENCE_STATUSES, Occurrence, type Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { nextInstants } from '../../schedule/recurrence.ts';
import { getSchedule } from '../../scheduling/queries/get-schedule.ts';
import { timedOf } from '../../scheduling/timed.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, instant, instantFilter, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, pageOf, pagingQuery } from '../paging.ts';
import { deliveryTotals } from './delivery-totals.ts';

const MAX_COUNT = 100;

const occurrence = z
  .object({
    id: id.nullable().meta({ description: 'Nulo enquanto é só uma previsão.' }),
    schedule: id,
    planned_at: instant,
    due_at: instant,
    status: z.enum(OCCURRENCE_STATUSES),
    reason: z.string().nullable(),
    late: z.boolean(),
    instants: z.number().int().meta({ description: 'Quantos instantes perdidos a linha representa.' }),
    totals: z.record(z.string(), z.number().int()).meta({ description: 'Envios por situação.' }),
  })
  .meta({ id: 'Occurrence' });

/** `/api/schedules/{id}/occurrences/`: what went and is planned; with `count`, the next instants of the rule. */
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
    answers: { 200: listSchema(occurrence) },
    async handle({ em, params, query, request }) {
      const { schedule } = await getSchedule(em, params.id);
      if (query.count !== undefined) {
        const results = upcoming(schedule, query.from ?? clock.now(), query.count);
        return ok({ count: results.length, next: null, previous: null, results });
      }
      const { from, to, status, page, page_size } = query;
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
      return ok(pageOf(request, query, { count, results: await show(em, rows, schedule.timezone) }));
    },
  });
}

function upcoming(schedule: Schedule, after: Temporal.Instant, count: number): z.output<typeof occurrence>[] {
  if (schedule.status !== 'active') return [];
  return nextInstants(timedOf(schedule), { after, count }).map(at => ({
    ...{
      id: null,
      schedule: schedule.id,
      status: 'planned' as const,
      reason: null,
      late: false,
      instants: 1,
      totals: {},
    },
    planned_at: isoIn(schedule.timezone, at),
    due_at: isoIn(schedule.timezone, at),
  }));
}

async function show(em: Em, rows: readonly Occurrence[], timezone: string): Promise<z.output<typeof occurrence>[]> {
  const totals = await deliveryTotals(
    em,
    rows.map(row => row.id),
  );
  return rows.map(row => ({
    id: row.id,
    schedule: row.schedule.id,
    planned_at: isoIn(timezone, row.plannedAt),
    due_at: isoIn(timezone, row.dueAt),
    status: row.status,
    reason: row.reason ?? null,
    late: row.late,
    instants: row.instants,
    totals: totals.get(row.id) ?? {},
  }));
}
