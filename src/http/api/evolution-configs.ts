import { z } from 'zod';
import { CONNECTION_STATES, type EvolutionConfig, PACES } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { createEvolutionConfig } from '../../scheduling/create-evolution-config.ts';
import { deleteEvolutionConfig } from '../../scheduling/delete-evolution-config.ts';
import { getEvolutionConfig } from '../../scheduling/queries/get-evolution-config.ts';
import { listEvolutionConfigs } from '../../scheduling/queries/list-evolution-configs.ts';
import { waitingByInstance } from '../../scheduling/queries/waiting-by-instance.ts';
import { updateEvolutionConfig } from '../../scheduling/update-evolution-config.ts';
import type { WorkDeps } from '../../scheduling/work.ts';
import { sha256, type Vault } from '../../secrets.ts';
import { defined } from '../changes.ts';
import type { Api } from '../endpoint.ts';
import { clockTime, id, ignored, instant, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';
import { pageRequest } from '../paging.ts';
import { addResource } from '../resource.ts';

const quietHours = z.strictObject({ from: clockTime, to: clockTime });
const gapMs = z.number().int().min(0).max(3_600_000);
const state = z.enum(CONNECTION_STATES);
const pace = z.enum(PACES).meta({
  description:
    'normal: 3-8 s e 1000 por dia; conservador: 20-60 s e 200; livre: sem limite; custom: min_gap_ms, max_gap_ms e daily_cap',
});

export const webhookState = z
  .object({ state: z.enum(['registered', 'missing', 'foreign']), url: z.string().nullable() })
  .meta({ description: 'foreign: o gateway já tem um webhook de outro sistema, que deixamos como está.' });

export const config = z
  .object({
    id,
    name: z.string(),
    base_url: z.string(),
    instance_name: z.string(),
    is_default: z.boolean(),
    is_simulator: z.boolean(),
    state,
    state_at: instant.nullable().meta({ description: 'Desde quando está conectada, ou não está.' }),
    paused_at: instant.nullable(),
    pause_reason: z
      .string()
      .nullable()
      .meta({ description: 'failures:<código>: parou sozinha depois de falhas seguidas.' }),
    resume_at: instant
      .nullable()
      .meta({ description: 'Quando uma mensagem testa se voltou; null: alguém tem de retomar.' }),
    restricted_at: instant
      .nullable()
      .meta({ description: 'Desde quando o WhatsApp não deixa começar conversas novas.' }),
    restricted_until: instant.nullable().meta({ description: 'Quando uma delas é tentada de novo.' }),
    waiting: z.number().int().meta({ description: 'Mensagens cuja hora chegou e que ainda esperam.' }),
    pace,
    min_gap_ms: gapMs.nullable(),
    max_gap_ms: gapMs.nullable(),
    daily_cap: z.number().int().nullable(),
    concurrency: z.number().int(),
    quiet_hours: quietHours.nullable(),
    webhook: webhookState.nullable(),
    created_at: instant,
    updated_at: instant,
    version: z.number().int(),
  })
  .meta({ id: 'EvolutionConfig' });

const input = z.strictObject({
  name: z.string().trim().min(1).max(200),
  base_url: z
    .url({ protocol: /^https?$/, error: 'Use um endereço http:// ou https://.' })
    .max(400)
    .transform(url => url.replace(/\/+$/, '')),
  instance_name: z.string().trim().min(1).max(200),
  api_key: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ writeOnly: true, description: 'Só se escreve; nunca é mostrada.' }),
  is_default: z.boolean().optional(),
  pace: pace.optional(),
  min_gap_ms: gapMs.nullable().optional(),
  max_gap_ms: gapMs.nullable().optional(),
  daily_cap: z.number().int().min(1).max(1_000_000).nullable().optional(),
  concurrency: z.number().int().min(1).max(1_000).optional(),
  quiet_hours: quietHours.nullable().optional(),
  ...ignored('id', 'is_simulator', 'state', 'state_at', 'paused_at', 'pause_reason', 'webhook'),
  ...ignored('resume_at', 'restricted_at', 'restricted_until', 'waiting', 'created_at', 'updated_at', 'version'),
});
type Input = z.output<typeof input>;

/** `/api/evolution-configs/`: the WhatsApp numbers. */
export function registerEvolutionConfigs(api: Api, deps: Pick<ApiDeps, 'work' | 'vault' | 'webhookSecret'>): void {
  addResource(api, {
    path: '/api/evolution-configs/',
    name: 'instância',
    writeScope: 'admin',
    row: config,
    input,
    defaults: {
      ...{ pace: 'normal', min_gap_ms: null, max_gap_ms: null, daily_cap: null },
      ...{ concurrency: 1, quiet_hours: null },
    },
    filters: {},
    ordering: ['id', 'name', 'created_at', 'updated_at'],
    list: (em, query) => listEvolutionConfigs(em, pageRequest(query)),
    get: getEvolutionConfig,
    async create(work, body) {
      const { name, base_url: baseUrl, instance_name: instanceName, api_key: apiKey } = body;
      if (apiKey === undefined) throw new UserError('api_key_required', { field: 'api_key' });
      const named = { name, baseUrl, instanceName, apiKeyEncrypted: deps.vault.encrypt(apiKey) };
      const secretHash = (configId: number) => sha256(deps.webhookSecret({ id: configId, baseUrl, instanceName }));
      return createEvolutionConfig(work, { ...changesOf(body, deps.vault), ...named }, secretHash);
    },
    update: (work, configId, body, expectedVersion) =>
      updateEvolutionConfig(work, configId, changesOf(body, deps.vault), expectedVersion),
    remove: deleteEvolutionConfig,
    show: (em, configs) => showConfigs(em, configs, deps.work),
  });
}

function changesOf(body: Partial<Input>, vault: Vault) {
  return defined({
    name: body.name,
    baseUrl: body.base_url,
    instanceName: body.instance_name,
    apiKeyEncrypted: body.api_key && vault.encrypt(body.api_key),
    isDefault: body.is_default,
    pace: body.pace,
    minGapMs: body.min_gap_ms,
    maxGapMs: body.max_gap_ms,
    dailyCap: body.daily_cap,
    concurrency: body.concurrency,
    quietHours: body.quiet_hours,
  });
}

/** Instances as the API answers them, in order. */
export async function showConfigs(
  em: Em,
  configs: readonly EvolutionConfig[],
  { clock, timezone }: Pick<WorkDeps, 'clock' | 'timezone'>,
): Promise<z.output<typeof config>[]> {
  const waiting = await waitingByInstance(em, clock.now());
  return configs.map(one => ({ ...show(one, timezone), waiting: waiting(one.id) }));
}

function show(one: EvolutionConfig, timezone: string): Omit<z.output<typeof config>, 'waiting'> {
  return {
    id: one.id,
    name: one.name,
    base_url: one.baseUrl,
    instance_name: one.instanceName,
    is_default: one.isDefault,
    is_simulator: one.isSimulator,
    state: one.state,
    state_at: isoIn(timezone, one.stateAt),
    paused_at: isoIn(timezone, one.pausedAt),
    pause_reason: one.pauseReason ?? null,
    resume_at: isoIn(timezone, one.resumeAt),
    restricted_at: isoIn(timezone, one.restrictedAt),
    restricted_until: isoIn(timezone, one.restrictedUntil),
    pace: one.pace,
    min_gap_ms: one.minGapMs ?? null,
    max_gap_ms: one.maxGapMs ?? null,
    daily_cap: one.dailyCap ?? null,
    concurrency: one.concurrency,
    quiet_hours: one.quietHours ?? null,
    webhook: one.webhook ?? null,
    created_at: isoIn(timezone, one.createdAt),
    updated_at: isoIn(timezone, one.updatedAt),
    version: one.version,
  };
}
