import { z } from 'zod';
import { OCCURRENCE_STATUSES } from '../../db/entities/index.ts';
import { agenda } from '../../scheduling/queries/agenda.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { idFilter, instantFilter } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, pageOf, pagingQuery } from '../paging.ts';
import { occurrenceRow, showOccurrences } from './occurrence-view.ts';

const DEFAULT_DAYS = 7;

/** `/api/occurrences/`: what went and will go out over a period, as the chat's `/agenda`. */
export function registerOccurrences(api: Api, { work: { clock, timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: '/api/occurrences/',
    summary: 'O que saiu e o que vai sair num período: de hoje a 7 dias, se nada for dito',
    scope: 'read',
    query: z.object({
      page: pagingQuery.page,
      page_size: pagingQuery.page_size,
      from: instantFilter,
      to: instantFilter,
      schedule: idFilter,
      status: z.enum(OCCURRENCE_STATUSES).optional(),
    }),
    answers: { 200: listSchema(occurrenceRow) },
    async handle({ em, query, request }) {
      const { page, page_size, schedule, status } = query;
      const now = clock.now();
      const from = query.from ?? now.toZonedDateTimeISO(timezone).startOfDay().toInstant();
      const to = query.to ?? from.toZonedDateTimeISO(timezone).add({ days: DEFAULT_DAYS }).toInstant();
      const entries = await agenda(em, { from, to, now, ...defined({ schedule }) });
      const wanted = entries.filter(({ occurrence }) => !status || (occurrence?.status ?? 'planned') === status);
      const shown = wanted.slice((page - 1) * page_size, page * page_size);
      return ok(pageOf(request, query, { count: wanted.length, results: await showOccurrences(em, shown) }));
    },
  });
}
