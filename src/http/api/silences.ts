import { z } from 'zod';
import type { Silence } from '../../db/entities/index.ts';
import { endSilence } from '../../scheduling/end-silence.ts';
import { getSilence, listSilences } from '../../scheduling/queries/list-silences.ts';
import { startSilence } from '../../scheduling/start-silence.ts';
import { created, noContent, ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, orderingQuery, pageOf, pageRequest, pagingQuery } from '../paging.ts';

const PATH = '/api/silences/';

const silence = z
  .object({
    id,
    started_at: instant,
    until: instant.nullable().meta({ description: 'null: até alguém acabar com ele' }),
    ended_at: instant.nullable().meta({ description: 'Quando alguém acabou com ele antes da hora' }),
    reason: z.string().nullable(),
    created_by: z.string(),
  })
  .meta({ id: 'Silence' });

const input = z.strictObject({
  until: instant.nullable().optional(),
  reason: z.string().trim().min(1).max(500).nullable().optional(),
});

/** `/api/silences/`: times in which nothing is sent, the chat's `/silêncio`. Deleting one ends it; it stays to be seen. */
export function registerSilences(api: Api, { work: { clock, timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    ...{ method: 'GET', path: PATH, summary: 'Lista (silêncio)', scope: 'read' },
    query: z.object({
      ...{ ...pagingQuery, ordering: orderingQuery(['id', 'started_at', 'until']) },
      active: z.literal('true').optional().meta({ description: 'Só o que vale agora' }),
    }),
    answers: { 200: listSchema(silence) },
    async handle({ em, query, request }) {
      const activeAt = query.active ? clock.now() : undefined;
      const { count, results } = await listSilences(em, { ...pageRequest(query), activeAt });
      return ok(pageOf(request, query, { count, results: results.map(one => show(one, timezone)) }));
    },
  });
  api.add({
    ...{ method: 'POST', path: PATH, summary: 'Começa um silêncio; o que estiver valendo acaba', scope: 'manage' },
    body: input,
    answers: { 201: silence },
    async handle({ body, change }) {
      const until = body.until ? Temporal.Instant.from(body.until) : null;
      const row = await change(work => startSilence(work, { until, reason: body.reason ?? null }));
      return created(PATH, show(row, timezone));
    },
  });
  api.add({
    ...{ method: 'GET', path: `${PATH}:id/`, summary: 'Lê (silêncio)', scope: 'read' },
    params: idParams,
    answers: { 200: silence },
    handle: async ({ em, params }) => ok(show(await getSilence(em, params.id), timezone)),
  });
  api.add({
    ...{
      method: 'DELETE',
      path: `${PATH}:id/`,
      summary:
        'Acaba com um silêncio: o que esperava sai agora; o que ficou velho espera a decisão de POST /api/logs/late/',
      scope: 'manage',
    },
    params: idParams,
    answers: { 204: null },
    async handle({ params, change }) {
      await change(work => endSilence(work, params.id));
      return noContent();
    },
  });
}

function show(one: Silence, timezone: string): z.output<typeof silence> {
  return {
    id: one.id,
    started_at: isoIn(timezone, one.startedAt),
    until: isoIn(timezone, one.until),
    ended_at: isoIn(timezone, one.endedAt),
    reason: one.reason ?? null,
    created_by: one.createdBy,
  };
}
