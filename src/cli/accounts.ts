import { parseArgs } from 'node:util';
import { ApiToken, SCOPES, type Scope, User } from '../db/entities/index.ts';
import { generatePassword, hashPassword } from '../http/passwords.ts';
import { createToken } from '../http/tokens.ts';
import { audit } from '../scheduling/audit.ts';
import { runWork } from '../scheduling/work.ts';
import { TERMINAL, withDatabase } from './database.ts';
import { UsageError } from './usage-error.ts';

/** Makes a user of the API and shows the generated password once. */
export async function createUserVerb(args: string[]): Promise<void> {
  const { username, scope } = read(args, 'use: user create NOME [--scope read|send|manage|admin]');
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  await withDatabase(deps =>
    runWork(deps, TERMINAL, async work => {
      const { em, now } = work;
      if ((await em.count(User, { username })) > 0) throw new UsageError(`já existe um usuário ${username}`);
      const user = em.create(User, { username, passwordHash, scope, createdAt: now, updatedAt: now });
      await em.flush();
      const after = { username, scope };
      await audit(work, { action: 'user.create', entityType: 'user', entityId: user.id, before: null, after });
    }),
  );
  console.log(`Usuário: ${username}\nSenha:   ${password}   (anote: não aparece de novo)`);
}

/** Makes a token for a user and shows it once. */
export async function createTokenVerb(args: string[]): Promise<void> {
  const { username, scope, name } = read(args, 'use: token create USUÁRIO [--scope …] [--name NOME]');
  const { token, tokenHash } = createToken();
  await withDatabase(deps =>
    runWork(deps, TERMINAL, async work => {
      const { em, now } = work;
      const user = await em.findOne(User, { username });
      if (!user) throw new UsageError(`não existe o usuário ${username}`);
      const row = em.create(ApiToken, { user, tokenHash, name, scope, createdAt: now });
      await em.flush();
      const after = { user: user.id, name, scope };
      await audit(work, { action: 'token.create', entityType: 'token', entityId: row.id, before: null, after });
    }),
  );
  console.log(`Token: ${token}   (anote: não aparece de novo)`);
}

function read(args: string[], usage: string): { username: string; scope: Scope; name: string } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { scope: { type: 'string', default: 'admin' }, name: { type: 'string', default: '' } },
  });
  const [username] = positionals;
  const scope = SCOPES.find(known => known === values.scope);
  if (!username || !scope) throw new UsageError(usage);
  return { username, scope, name: values.name };
}
