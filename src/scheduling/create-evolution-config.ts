import { EvolutionConfig, type PaceName } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { evolutionConfigSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

export interface EvolutionConfigInput {
  name: string;
  baseUrl: string;
  instanceName: string;
  /** Sealed by the vault: no verb sees the key. */
  apiKeyEncrypted: string;
  isDefault?: boolean;
  pace?: PaceName;
  minGapMs?: number | null;
  maxGapMs?: number | null;
  dailyCap?: number | null;
  /** How many sends may be on the way at once. */
  concurrency?: number;
  /** Local "HH:MM". */
  quietHours?: { from: string; to: string } | null;
}

/**
 * @param secretHash SHA-256 of the secret that the instance's webhooks will carry, from its id
 * @throws UserError `evolution_config_exists` (409), `pace_range`
 */
export async function createEvolutionConfig(
  work: Work,
  input: EvolutionConfigInput,
  secretHash: (id: number) => string,
): Promise<EvolutionConfig> {
  const { em, now } = work;
  await refuseTaken(work, input);
  checkPace(input);
  const isFirst = (await em.count(EvolutionConfig)) === 0;
  const config = em.create(EvolutionConfig, { ...input, isDefault: false, createdAt: now, updatedAt: now });
  await em.flush();
  config.webhookSecretHash = secretHash(config.id);
  if (input.isDefault || isFirst) await makeDefault(work, config);
  await audit(work, {
    action: 'evolution_config.create',
    entityType: 'evolution_config',
    entityId: config.id,
    before: null,
    after: evolutionConfigSnapshot(config),
  });
  return config;
}

/** Exactly one instance is the default. */
export async function makeDefault(work: Work, config: EvolutionConfig): Promise<void> {
  await work.em.nativeUpdate(EvolutionConfig, { isDefault: true, id: { $ne: config.id } }, { isDefault: false });
  config.isDefault = true;
}

export async function refuseTaken(
  work: Work,
  at: { baseUrl: string; instanceName: string },
  ownId?: number,
): Promise<void> {
  const { baseUrl, instanceName } = at;
  const taken = await work.em.findOne(EvolutionConfig, { baseUrl, instanceName });
  if (taken && taken.id !== ownId)
    throw new UserError('evolution_config_exists', { id: taken.id, name: taken.name }, 409);
}

export function checkPace({ minGapMs, maxGapMs }: { minGapMs?: number | null; maxGapMs?: number | null }): void {
  if (typeof minGapMs === 'number' && typeof maxGapMs === 'number' && minGapMs > maxGapMs) {
    throw new UserError('pace_range', { minGapMs, maxGapMs, field: 'max_gap_ms' });
  }
}
