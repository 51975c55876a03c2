import { ApiToken, SCOPES, type Scope, User } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import type { Work } from './work.ts';

export interface ApiTokenInput {
  /** Whose. */
  user: number;
  /** What is kept of the token, see http/tokens.ts. */
  tokenHash: string;
  /** What it is for, in somebody's words. */
  name: string;
  scope: Scope;
}

/**
 * Keeps a new token of a user.
 *
 * @throws UserError `user_not_found`; `scope_too_wide` for one that would seem to allow more than its user may
 */
export async function createApiToken(work: Work, input: ApiTokenInput): Promise<ApiToken> {
  const { em, now } = work;
  const { name, scope, tokenHash } = input;
  const user = await em.findOne(User, input.user);
  if (!user) throw new UserError('user_not_found', { id: input.user, field: 'user' });
  if (SCOPES.indexOf(scope) > SCOPES.indexOf(user.scope)) {
    throw new UserError('scope_too_wide', { scope, username: user.username, field: 'scope' });
  }
  const token = em.create(ApiToken, { user, tokenHash, name, scope, createdAt: now });
  await em.flush();
  await audit(work, {
    action: 'token.create',
    entityType: 'token',
    entityId: token.id,
    before: null,
    after: { user: user.id, name, scope },
  });
  return token;
}
