import { z } from 'zod';
import { type AuditEntry, SOURCES } from '../../db/entities/index.ts';
import { getSchedule } from '../../scheduling/queries/get-schedule.ts';
import { listAudit } from '../../scheduling/queries/list-audit.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, idFilter, idParams, instant, instantFilter, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, orderingQuery, pageOf, pageRequest, pagingQuery } from '../paging.ts';

const image = z.record(z.string(), z.unknown()).nullable();

const auditRow = z
  .object({
    id,
    at: instant,
    action: z.string().meta({ description: 'Como schedule.edit.' }),
    entity: z.object({ type: z.string(), id: id.nullable() }),
    actor: z.object({ type: z.enum(['admin', 'user', 'system']), id: id.nullable(), name: z.string() }),
    source: z.enum(SOURCES),
    before: image.meta({ description: 'Como era; nulo para o que é novo.' }),
    after: image.meta({ description: 'Como ficou; nulo para o que foi apagado.' }),
  })
  .meta({ id: 'AuditEntry' });

const paging = { page: pagingQuery.page, page_size: pagingQuery.page_size, ordering: orderingQuery(['at', 'action']) };

/** `/api/audit/` and `/api/schedules/{id}/history/`: who changed what, when, from where. */
export function registerAudit(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: '/api/audit/',
    summary: 'Quem mudou o quê',
    scope: 'manage',
    query: z.object({
      ...paging,
      entity_type: z.string().max(40).optional(),
      entity: idFilter,
      action: z.string().max(60).optional(),
      actor: z.string().max(200).optional(),
      from: instantFilter,
      to: instantFilter,
    }),
    answers: { 200: listSchema(auditRow) },
    async handle({ em, query, request }) {
      const { entity_type: entityType, entity: entityId, action, actor, from, to } = query;
      const filter = defined({ entityType, entityId, action, actor, from, to });
      const { count, results } = await listAudit(em, { ...pageRequest(query), ...filter });
      return ok(pageOf(request, query, { count, results: results.map(one => show(one, timezone)) }));
    },
  });
  api.add({
    method: 'GET',
    path: '/api/schedules/:id/history/',
    summary: 'Quem mudou o quê em um agendamento',
    scope: 'read',
    params: idParams,
    query: z.object(paging),
    answers: { 200: listSchema(auditRow) },
    async handle({ em, params, query, request }) {
      await getSchedule(em, params.id);
      const ofOne = { entityType: 'schedule', entityId: params.id };
      const { count, results } = await listAudit(em, { ...pageRequest(query), ...ofOne });
      return ok(pageOf(request, query, { count, results: results.map(one => show(one, timezone)) }));
    },
  });
}

function show(entry: AuditEntry, timezone: string): z.output<typeof auditRow> {
  const { action, entityType, entityId, actorType, actorId, actorName, source, before, after } = entry;
  return {
    ...{ id: entry.id, at: isoIn(timezone, entry.at), action, source },
    entity: { type: entityType, id: entityId ?? null },
    actor: { type: actorType, id: actorId ?? null, name: actorName },
    ...{ before: before ?? null, after: after ?? null },
  };
}
