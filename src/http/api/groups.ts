import { z } from 'zod';
import { EvolutionConfig, GROUP_KINDS, type Group, GroupMember } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { createGroup } from '../../scheduling/create-group.ts';
import { deleteGroup } from '../../scheduling/delete-group.ts';
import { getGroup } from '../../scheduling/queries/get-group.ts';
import { listGroups } from '../../scheduling/queries/list-groups.ts';
import { updateGroup } from '../../scheduling/update-group.ts';
import { ok } from '../answers.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { id, idFilter, ignored, instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { onFields, REFERENCES } from '../references.ts';
import { addResource } from '../resource.ts';

const RULES = ['birthday'] as const;
const kind = z.enum(GROUP_KINDS).meta({
  description: 'whatsapp: um grupo (tem jid); list: uma lista de contatos; dynamic: uma regra que os encontra no envio',
});

const group = z
  .object({
    id,
    name: z.string(),
    aliases: z.array(z.string()),
    kind,
    jid: z.string().nullable(),
    contacts: z.array(id).meta({ description: 'De uma lista.' }),
    rule: z.string().nullable(),
    members_count: z.number().int(),
    evolution_config: id.nullable(),
    can_send: z.boolean().nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
  })
  .meta({ id: 'Group' });

const input = z.strictObject({
  name: z.string().trim().min(1).max(200),
  aliases: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
  kind: kind.optional(),
  jid: z
    .string()
    .regex(/^[\d-]{1,60}@g\.us$/, 'Use o endereço do grupo, que termina em @g.us.')
    .nullable()
    .optional(),
  contacts: z.array(id).max(10_000).optional(),
  rule: z.enum(RULES).nullable().optional(),
  evolution_config: id.nullable().optional(),
  ...ignored('id', 'members_count', 'can_send', 'created_at', 'updated_at', 'version'),
});
type Input = z.output<typeof input>;

/** `/api/groups/`, and reading the gateway's own groups. */
export function registerGroups(
  api: Api,
  { work: { timezone }, syncGroups }: Pick<ApiDeps, 'work' | 'syncGroups'>,
): void {
  addResource(api, {
    path: '/api/groups/',
    name: 'grupo',
    writeScope: 'manage',
    row: group,
    input,
    defaults: { aliases: [], contacts: [] },
    filters: { kind: kind.optional(), evolution_config: idFilter },
    ordering: ['id', 'name', 'members_count', 'created_at', 'updated_at'],
    list: (em, query) =>
      listGroups(em, {
        ...pageRequest(query),
        ...defined({ kind: query.kind, evolutionConfig: query.evolution_config }),
      }),
    get: getGroup,
    create: (work, body) => onFields(REFERENCES, () => createGroup(work, { ...changesOf(body), name: body.name })),
    update: (work, groupId, body, expectedVersion) => updateGroup(work, groupId, changesOf(body), expectedVersion),
    remove: deleteGroup,
    show: (em, groups) => show(em, groups, timezone),
  });

  api.add({
    method: 'POST',
    path: '/api/groups/sync/',
    summary: 'Lê os grupos do WhatsApp de uma instância',
    scope: 'manage',
    body: z.strictObject({ evolution_config: id.optional() }).optional(),
    answers: { 200: z.object({ count: z.number().int() }) },
    async handle({ em, body }) {
      const configId = body?.evolution_config ?? (await defaultInstance(em));
      return ok({ count: await syncGroups(configId) });
    },
  });
}

function changesOf(body: Partial<Input>) {
  const { name, aliases, kind, jid, contacts, rule, evolution_config: evolutionConfigId } = body;
  return defined({ name, aliases, kind, jid, contacts, rule, evolutionConfigId });
}

async function defaultInstance(em: Em): Promise<number> {
  const config = await em.findOne(EvolutionConfig, { isDefault: true });
  if (!config) throw new UserError('no_instance');
  return config.id;
}

async function show(em: Em, groups: readonly Group[], timezone: string): Promise<z.output<typeof group>[]> {
  const lists = groups.filter(one => one.kind === 'list').map(one => one.id);
  const members = await em.find(
    GroupMember,
    { group: { $in: lists }, contact: { $ne: null } },
    { orderBy: { id: 'asc' } },
  );
  const contacts = Map.groupBy(members, member => member.group.id);
  return groups.map(one => ({
    id: one.id,
    name: one.name,
    aliases: one.aliases,
    kind: one.kind,
    jid: one.jid ?? null,
    contacts: (contacts.get(one.id) ?? []).map(member => member.contact!.id),
    rule: one.rule ?? null,
    members_count: one.membersCount,
    evolution_config: one.evolutionConfig?.id ?? null,
    can_send: one.canSend ?? null,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
    version: one.version,
  }));
}
