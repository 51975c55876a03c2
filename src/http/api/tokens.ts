import { z } from 'zod';
import { type ApiToken, SCOPES } from '../../db/entities/index.ts';
import { createApiToken } from '../../scheduling/create-api-token.ts';
import { getApiToken, listApiTokens } from '../../scheduling/queries/list-api-tokens.ts';
import { revokeApiToken } from '../../scheduling/revoke-api-token.ts';
import { created, noContent, ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, idFilter, idParams, instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { listSchema, orderingQuery, pageOf, pageRequest, pagingQuery } from '../paging.ts';
import { createToken } from '../tokens.ts';

const PATH = '/api/tokens/';
const scope = z.enum(SCOPES);
const fields = {
  id,
  user: id,
  name: z.string(),
  scope,
  created_at: instant,
  last_used_at: instant.nullable(),
};
const row = z.object(fields).meta({ id: 'Token' });
const issued = z
  .object({ ...fields, token: z.string().meta({ description: 'Mostrado só agora.' }) })
  .meta({ id: 'IssuedToken' });

const input = z.strictObject({
  user: id.optional().meta({ description: 'De quem; sem isto, de quem pede.' }),
  name: z.string().trim().max(100).default('').meta({ description: 'Para que serve.' }),
  scope: scope.default('read'),
});

/** `/api/tokens/`: keys to the API. They are made and revoked; one that may do something else is another one. */
export function registerTokens(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: PATH,
    summary: 'Lista (token)',
    scope: 'admin',
    query: z.object({
      ...pagingQuery,
      ordering: orderingQuery(['id', 'name', 'created_at', 'last_used_at']),
      user: idFilter,
    }),
    answers: { 200: listSchema(row) },
    async handle({ em, query, request }) {
      const { count, results } = await listApiTokens(em, { ...pageRequest(query), ...defined({ user: query.user }) });
      return ok(pageOf(request, query, { count, results: results.map(one => show(one, timezone)) }));
    },
  });
  api.add({
    method: 'POST',
    path: PATH,
    summary: 'Cria (token)',
    scope: 'admin',
    body: input,
    answers: { 201: issued },
    secretAnswer: true,
    async handle({ caller, body, change }) {
      const { token, tokenHash } = createToken();
      const { user = caller.actor.id!, name, scope } = body;
      const made = await change(work => createApiToken(work, { user, name, scope, tokenHash }));
      return created(PATH, { ...show(made, timezone), token });
    },
  });
  api.add({
    method: 'GET',
    path: `${PATH}:id/`,
    summary: 'Lê (token)',
    scope: 'admin',
    params: idParams,
    answers: { 200: row },
    handle: async ({ em, params }) => ok(show(await getApiToken(em, params.id), timezone)),
  });
  api.add({
    method: 'DELETE',
    path: `${PATH}:id/`,
    summary: 'Revoga (token)',
    scope: 'admin',
    params: idParams,
    answers: { 204: null },
    async handle({ params, change }) {
      await change(work => revokeApiToken(work, params.id));
      return noContent();
    },
  });
}

function show(one: ApiToken, timezone: string): z.output<typeof row> {
  return {
    id: one.id,
    user: one.user.id,
    name: one.name,
    scope: one.scope,
    created_at: isoIn(timezone, one.createdAt),
    last_used_at: isoIn(timezone, one.lastUsedAt),
  };
}
