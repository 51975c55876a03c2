import { z } from 'zod';
import { DELIVERY_STATUSES, type Delivery, OCCURRENCE_STATUSES, RECIPIENT_TYPES } from '../../db/entities/index.ts';
import { getLog, listLogs } from '../../scheduling/queries/list-logs.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, idFilter, idParams, instant, instantFilter, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, orderingQuery, pageOf, pageRequest, pagingQuery } from '../paging.ts';

const occurrence = z.object({
  ...{ id, planned_at: instant, due_at: instant, status: z.enum(OCCURRENCE_STATUSES) },
  replaced: z.number().int().meta({ description: 'Quantos instantes anteriores, perdidos, este envio substitui.' }),
});

/** A log as it is answered. */
export const logRow = z
  .object({
    id,
    schedule: id.nullable(),
    occurrence: occurrence.nullable(),
    recipient: z.object({ type: z.enum(RECIPIENT_TYPES), id: id.nullable(), name: z.string() }),
    jid: z.string(),
    text: z.string(),
    media: z.null().meta({ description: 'Reservado.' }),
    status: z.enum(DELIVERY_STATUSES),
    reason: z.string().nullable().meta({ description: 'Um código.' }),
    late: z.boolean().meta({ description: 'Mais de 60 segundos.' }),
    attempts: z.number().int(),
    message_id: z.string().nullable(),
    due_at: instant,
    sent_at: instant.nullable(),
    delivered_at: instant.nullable(),
    read_at: instant.nullable(),
    recalled_at: instant.nullable().meta({ description: 'Apagada para todos.' }),
    evolution_config: id,
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Log' });

/** `/api/logs/`: one row a message. A log is a record, so it is only read: every other method is a 405. */
export function registerLogs(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: '/api/logs/',
    summary: 'Lista (envio)',
    scope: 'read',
    query: z.object({
      ...pagingQuery,
      ordering: orderingQuery(['id', 'due_at', 'sent_at', 'created_at', 'status']),
      schedule: idFilter,
      occurrence: idFilter,
      status: z.enum(DELIVERY_STATUSES).optional(),
      recipient: z.string().max(100).optional(),
      from: instantFilter,
      to: instantFilter,
    }),
    answers: { 200: listSchema(logRow) },
    async handle({ em, query, request }) {
      const { page, page_size, search, ordering, recipient = search, ...filters } = query;
      const paging = pageRequest({ page, page_size, ordering });
      const { count, results } = await listLogs(em, { ...paging, ...defined({ ...filters, recipient }) });
      return ok(pageOf(request, query, { count, results: results.map(one => showLog(one, timezone)) }));
    },
  });
  api.add({
    method: 'GET',
    path: '/api/logs/:id/',
    summary: 'Lê (envio)',
    scope: 'read',
    params: idParams,
    answers: { 200: logRow },
    handle: async ({ em, params }) => ok(showLog(await getLog(em, params.id), timezone)),
  });
}

/** A log in the product's zone; its occurrence must be loaded. */
export function showLog(one: Delivery, timezone: string): z.output<typeof logRow> {
  const { occurrence: run } = one;
  return {
    id: one.id,
    schedule: one.schedule?.id ?? null,
    occurrence: run
      ? {
          id: run.id,
          planned_at: isoIn(timezone, run.plannedAt),
          due_at: isoIn(timezone, run.dueAt),
          status: run.status,
          replaced: run.replaced,
        }
      : null,
    recipient: { type: one.recipientType, id: one.recipientId ?? null, name: one.recipientName },
    jid: one.jid,
    text: one.text,
    media: null,
    status: one.status,
    reason: one.reason ?? null,
    late: one.late,
    attempts: one.attempts,
    message_id: one.messageId ?? null,
    due_at: isoIn(timezone, one.dueAt),
    sent_at: isoIn(timezone, one.sentAt),
    delivered_at: isoIn(timezone, one.deliveredAt),
    read_at: isoIn(timezone, one.readAt),
    recalled_at: isoIn(timezone, one.recalledAt),
    evolution_config: one.evolutionConfig.id,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
  };
}
