import { z } from 'zod';
import { SCOPES, type User } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { createUser } from '../../scheduling/create-user.ts';
import { deleteUser } from '../../scheduling/delete-user.ts';
import { getUser, listUsers } from '../../scheduling/queries/list-users.ts';
import { updateUser } from '../../scheduling/update-user.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, ignored, instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { hashPassword } from '../passwords.ts';
import { addResource } from '../resource.ts';

const scope = z.enum(SCOPES).meta({
  description: 'Cada um inclui os anteriores. read: ler; send: agendar e enviar; manage: cadastros; admin: tudo',
});

const user = z
  .object({
    id,
    username: z.string(),
    scope,
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
  })
  .meta({ id: 'User' });

const input = z.strictObject({
  username: z.string().trim().min(1).max(150),
  password: z
    .string()
    .min(8)
    .max(1000)
    .optional()
    .meta({ writeOnly: true, description: 'Só se escreve; obrigatória em um usuário novo.' }),
  scope: scope.optional(),
  ...ignored('id', 'created_at', 'updated_at', 'version'),
});

/** `/api/users/`: who may use the API and the panel. */
export function registerUsers(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  addResource(api, {
    path: '/api/users/',
    name: 'usuário',
    readScope: 'admin',
    writeScope: 'admin',
    row: user,
    input,
    defaults: { scope: 'read' },
    filters: {},
    ordering: ['id', 'username', 'created_at', 'updated_at'],
    list: (em, query) => listUsers(em, pageRequest(query)),
    get: getUser,
    async create(work, { username, password, scope = 'read' }) {
      if (password === undefined) throw new UserError('missing_password', { field: 'password' });
      return createUser(work, { username, scope, passwordHash: await hashPassword(password) });
    },
    async update(work, userId, { username, password, scope }, expectedVersion) {
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      return updateUser(work, userId, defined({ username, scope, passwordHash }), expectedVersion);
    },
    remove: deleteUser,
    show: async (_em, users) => users.map(one => show(one, timezone)),
  });
}

function show(one: User, timezone: string): z.output<typeof user> {
  return {
    id: one.id,
    username: one.username,
    scope: one.scope,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
    version: one.version,
  };
}
