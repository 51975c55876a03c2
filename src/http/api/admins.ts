import { z } from 'zod';
import { ADMIN_ROLES, type Admin } from '../../db/entities/index.ts';
import { addAdmin } from '../../scheduling/add-admin.ts';
import { getAdmin, listAdmins } from '../../scheduling/queries/list-admins.ts';
import { removeAdmin } from '../../scheduling/remove-admin.ts';
import { updateAdmin } from '../../scheduling/update-admin.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, ignored, instant, isoIn, phone } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { addResource } from '../resource.ts';

const role = z.enum(ADMIN_ROLES).meta({
  description: 'owner: tudo; editor: agenda, envia e cuida de cadastros; viewer: só consulta',
});

const admin = z
  .object({
    id,
    name: z.string(),
    phone: z.string().meta({ description: 'E.164' }),
    role,
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
  })
  .meta({ id: 'Admin' });

const input = z.strictObject({
  name: z.string().trim().min(1).max(200),
  phone,
  role: role.optional(),
  ...ignored('id', 'created_at', 'updated_at', 'version'),
});

/** `/api/admins/`: who may command by chat; the chat's `/admin`. */
export function registerAdmins(api: Api, { work: { timezone } }: Pick<ApiDeps, 'work'>): void {
  addResource(api, {
    path: '/api/admins/',
    name: 'administrador do chat',
    readScope: 'admin',
    writeScope: 'admin',
    row: admin,
    input,
    defaults: { role: 'editor' },
    filters: { role: role.optional() },
    ordering: ['id', 'name', 'role', 'created_at', 'updated_at'],
    list: (em, query) => listAdmins(em, { ...pageRequest(query), ...defined({ role: query.role }) }),
    get: getAdmin,
    create: (work, { name, phone, role = 'editor' }) => addAdmin(work, { name, phone, role }),
    update: (work, adminId, { name, phone, role }, expectedVersion) =>
      updateAdmin(work, adminId, defined({ name, phone, role }), expectedVersion),
    remove: removeAdmin,
    show: async (_em, admins) => admins.map(one => show(one, timezone)),
  });
}

function show(one: Admin, timezone: string): z.output<typeof admin> {
  return {
    id: one.id,
    name: one.name,
    phone: one.phone,
    role: one.role,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
    version: one.version,
  };
}
