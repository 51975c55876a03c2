import { z } from 'zod';
import { OCCURRENCE_STATUSES, Schedule } from '../../db/entities/index.ts';
import { answerRun } from '../../scheduling/answer-uncertain.ts';
import { agenda } from '../../scheduling/queries/agenda.ts';
import { recorded } from '../../scheduling/queries/coming-sends.ts';
import { recallRun } from '../../scheduling/recall/recall.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, idFilter, idParams, instantFilter } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, pageOf, pagingQuery } from '../paging.ts';
import { occurrenceRow, showOccurrences } from './occurrence-view.ts';

const DEFAULT_DAYS = 7;
const recallRow = occurrenceRow
  .extend({
    stopped: z.number().int().meta({ description: 'Mensagens que não tinham saído, e não saem mais.' }),
    to_delete: z
      .number()
      .int()
      .meta({ description: 'Mensagens a apagar; `recalled_at` de cada envio diz quando foi.' }),
  })
  .meta({ id: 'Recall' });

const decisionRow = z
  .object({
    decided: z.array(id).meta({ description: 'Os envios sobre os quais se decidiu.' }),
    opted_out: z.array(id).meta({ description: 'Os de quem pediu para não receber: não vão de novo.' }),
  })
  .meta({ id: 'Decision' });

/** `/api/occurrences/`: what went and will go out over a period, as the chat's `/agenda`; `{id}/recall/`: `/recolher`; `{id}/resend/`: the *sim* or *não* about uncertain messages. */
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
  api.add({
    method: 'POST',
    path: '/api/occurrences/:id/recall/',
    summary: 'Recolhe: para o que não saiu e apaga para todos o que saiu, aos poucos (ocorrência)',
    scope: 'send',
    params: idParams,
    body: z.strictObject({}).optional(),
    answers: { 202: recallRow },
    async handle({ params, change }) {
      const body = await change(async work => {
        const { occurrence, stopped, toDelete } = await recallRun(work, params.id);
        const schedule = await work.em.findOneOrFail(Schedule, occurrence.schedule.id);
        const [row] = await showOccurrences(work.em, [{ ...recorded(occurrence), schedule }]);
        return { ...row!, stopped, to_delete: toDelete };
      });
      return { status: 202, body };
    },
  });
  api.add({
    method: 'POST',
    path: '/api/occurrences/:id/resend/',
    summary: 'Decide sobre as mensagens incertas: enviar de novo, ou não (ocorrência)',
    scope: 'send',
    params: idParams,
    body: z.strictObject({
      resend: z.boolean().meta({ description: 'Falso: ficam como estão, e ninguém pergunta mais.' }),
    }),
    answers: { 200: decisionRow },
    async handle({ params, body, change }) {
      const { decided, optedOut } = await change(work => answerRun(work, params.id, body.resend ? 'sim' : 'não'));
      const idsOf = (deliveries: typeof decided) => deliveries.map(delivery => delivery.id);
      return ok({ decided: idsOf(decided), opted_out: idsOf(optedOut) });
    },
  });
}
