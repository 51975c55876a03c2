import { z } from 'zod';
import { ApiToken, User } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import type { WorkDeps } from '../../scheduling/work.ts';
import { noContent, ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { verifyPassword } from '../passwords.ts';
import { createToken } from '../tokens.ts';

/** Tries a minute from one address: a person mistypes, a program guesses. */
const TRIES_A_MINUTE = 10;

const credentials = z.object({ username: z.string().min(1).max(150), password: z.string().min(1).max(1000) });
const issued = z.object({ token: z.string().meta({ description: 'Mostrado só agora.' }) });

/** `/api-token-auth/`: a password for a token, and the token's end. */
export function registerTokenAuth(api: Api, deps: WorkDeps): void {
  api.add({
    method: 'POST',
    path: '/api-token-auth/',
    summary: 'Troca usuário e senha por um token',
    scope: null,
    body: credentials,
    answers: { 200: issued },
    route: { config: { rateLimit: { max: TRIES_A_MINUTE, timeWindow: '1 minute' } } },
    async handle({ em, body }) {
      const user = await em.findOne(User, { username: body.username });
      const isRight = await verifyPassword(body.password, user?.passwordHash ?? null);
      if (!user || !isRight) throw new UserError('invalid_credentials', {}, 401);
      const { token, tokenHash } = createToken();
      await em.insert(ApiToken, {
        user: user.id,
        tokenHash,
        name: 'api-token-auth',
        scope: user.scope,
        createdAt: deps.clock.now(),
      });
      return ok({ token });
    },
  });

  api.add({
    method: 'DELETE',
    path: '/api-token-auth/',
    summary: 'Revoga o token com que o pedido é feito',
    scope: 'read',
    answers: { 204: null },
    async handle({ em, caller }) {
      await em.nativeDelete(ApiToken, { id: caller.tokenId });
      return noContent();
    },
  });
}
