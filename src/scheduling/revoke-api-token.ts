import type { ApiToken } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { getApiToken } from './queries/list-api-tokens.ts';
import type { Work } from './work.ts';

/** Ends a token: the next request with it is a 401. @throws UserError `token_not_found` (404) */
export async function revokeApiToken(work: Work, id: number): Promise<void> {
  const token: ApiToken = await getApiToken(work.em, id);
  const { name, scope } = token;
  const before = { user: token.user.id, name, scope };
  work.em.remove(token);
  await audit(work, { action: 'token.delete', entityType: 'token', entityId: id, before, after: null });
}
