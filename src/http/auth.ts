import type { FastifyRequest } from 'fastify';
import { type AdminRole, ApiToken, SCOPES, type Scope } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { UserError } from '../errors.ts';
import type { Actor, WorkDeps } from '../scheduling/work.ts';
import { hashToken } from './tokens.ts';

/** A token writes down when it was last used, but not at each request. */
const LAST_USED_MINUTES = 1;

/** What a token of a scope may do, as the role of an admin in the chat. */
export const ROLE_BY_SCOPE: Readonly<Record<Scope, AdminRole>> = {
  read: 'viewer',
  send: 'editor',
  manage: 'editor',
  admin: 'owner',
};

/** Who a request comes from. */
export interface Caller {
  actor: Actor;
  scope: Scope;
  tokenId: number;
}

/**
 * Reads `Authorization: Token <token>`, or `Bearer <token>`.
 *
 * @param options.tokenInQuery `?token=` will do where there is no header; the request log leaves it out
 * @throws UserError `unauthorized` (401) without a token that is known
 */
export async function authenticate(
  deps: Pick<WorkDeps, 'em' | 'clock'>,
  request: FastifyRequest,
  options: { tokenInQuery: boolean } = { tokenInQuery: false },
): Promise<Caller> {
  const { authorization } = request.headers;
  const isByQuery = options.tokenInQuery && authorization === undefined;
  const token = isByQuery ? queryToken(request) : /^(?:Token|Bearer) +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  const em = deps.em.fork();
  // The index is over hashes: how long the look-up takes tells nothing about a token.
  const found = token && (await em.findOne(ApiToken, { tokenHash: hashToken(token) }, { populate: ['user'] }));
  if (!found) throw new UserError('unauthorized', {}, 401);
  await noteUse(em, found, deps.clock.now());
  const { user } = found;
  const scope = weaker(found.scope, user.scope);
  return {
    actor: { type: 'user', id: user.id, name: user.username, role: ROLE_BY_SCOPE[scope], source: 'api' },
    scope,
    tokenId: found.id,
  };
}

function queryToken(request: FastifyRequest): string | undefined {
  const { token } = request.query as { token?: unknown };
  return typeof token === 'string' ? token : undefined;
}

/** @throws UserError `forbidden` (403) */
export function demandScope(caller: Caller, needed: Scope): void {
  if (SCOPES.indexOf(caller.scope) < SCOPES.indexOf(needed)) throw new UserError('forbidden', { needed }, 403);
}

/** A token never outlives what its user may do. */
function weaker(one: Scope, other: Scope): Scope {
  return SCOPES.indexOf(one) < SCOPES.indexOf(other) ? one : other;
}

async function noteUse(em: Em, token: ApiToken, now: Temporal.Instant): Promise<void> {
  const { lastUsedAt } = token;
  if (lastUsedAt && Temporal.Instant.compare(lastUsedAt.add({ minutes: LAST_USED_MINUTES }), now) > 0) return;
  await em.nativeUpdate(ApiToken, { id: token.id }, { lastUsedAt: now });
}
