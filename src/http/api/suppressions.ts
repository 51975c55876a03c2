import { z } from 'zod';
import type { Suppression } from '../../db/entities/index.ts';
import { getSuppression, listSuppressions } from '../../scheduling/queries/list-suppressions.ts';
import { suppressPhone, unsuppress } from '../../scheduling/suppress.ts';
import { created, noContent, ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, idParams, instant, isoIn, phone } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, orderingQuery, pageOf, pageRequest, pagingQuery } from '../paging.ts';

const PATH = '/api/suppressions/';

const suppression = z
  .object({
    id,
    phone: z.string().meta({ description: 'E.164' }),
    source: z.string().meta({ description: 'De onde veio o pedido: whatsapp, api, …' }),
    created_at: instant,
  })
  .meta({ id: 'Suppression' });

const input = z.strictObject({ phone, source: z.string().trim().min(1).max(100).optional() });

/** `/api/suppressions/`: phones that get nothing, as contact, as number and in lists. There is nothing in one to change. */
export function registerSuppressions(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    ...{ method: 'GET', path: PATH, summary: 'Lista (descadastro)', scope: 'read' },
    query: z.object({ ...pagingQuery, ordering: orderingQuery(['id', 'phone', 'created_at']) }),
    answers: { 200: listSchema(suppression) },
    async handle({ em, query, request }) {
      const { count, results } = await listSuppressions(em, pageRequest(query));
      return ok(pageOf(request, query, { count, results: results.map(one => show(one, timezone)) }));
    },
  });
  api.add({
    ...{ method: 'POST', path: PATH, summary: 'Cria (descadastro)', scope: 'manage' },
    body: input,
    answers: { 200: suppression, 201: suppression },
    async handle({ body, change }) {
      const { suppression: row, isNew } = await change(work => suppressPhone(work, body.phone, body.source ?? 'api'));
      return isNew ? created(PATH, show(row, timezone)) : ok(show(row, timezone));
    },
  });
  api.add({
    ...{ method: 'GET', path: `${PATH}:id/`, summary: 'Lê (descadastro)', scope: 'read' },
    params: idParams,
    answers: { 200: suppression },
    handle: async ({ em, params }) => ok(show(await getSuppression(em, params.id), timezone)),
  });
  api.add({
    ...{ method: 'DELETE', path: `${PATH}:id/`, summary: 'Apaga (descadastro)', scope: 'manage' },
    params: idParams,
    answers: { 204: null },
    async handle({ params, change }) {
      await change(async work => unsuppress(work, (await getSuppression(work.em, params.id)).phone));
      return noContent();
    },
  });
}

function show(one: Suppression, timezone: string): z.output<typeof suppression> {
  return { id: one.id, phone: one.phone, source: one.source, created_at: isoIn(timezone, one.createdAt) };
}
