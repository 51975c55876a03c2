import { parseArgs } from 'node:util';
import { SCOPES, type Scope, User } from '../db/entities/index.ts';
import { generatePassword, hashPassword } from '../http/passwords.ts';
import { createToken } from '../http/tokens.ts';
import { createApiToken } from '../scheduling/create-api-token.ts';
import { createUser } from '../scheduling/create-user.ts';
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
      if ((await work.em.count(User, { username })) > 0) throw new UsageError(`já existe um usuário ${username}`);
      await createUser(work, { username, passwordHash, scope });
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
      const user = await work.em.findOne(User, { username });
      if (!user) throw new UsageError(`não existe o usuário ${username}`);
      await createApiToken(work, { user: user.id, tokenHash, name, scope });
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
