import { Delivery, EvolutionConfig, Group, Occurrence, Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { refuseInUse } from './in-use.ts';
import { lockRow } from './lock-row.ts';
import { evolutionConfigSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/**
 * Forgets an instance that nothing has been sent by. One with logs stays: they would lose what they tell of.
 *
 * @throws UserError `evolution_config_not_found`, `default_required`, `in_use`, `has_logs` (409), `version_conflict`
 */
export async function deleteEvolutionConfig(work: Work, id: number, expectedVersion?: number): Promise<void> {
  const { em } = work;
  const config = await lockRow(work, EvolutionConfig, id, 'evolution_config_not_found', expectedVersion);
  const before = evolutionConfigSnapshot(config);
  if (config.isDefault && (await em.count(EvolutionConfig)) > 1) throw new UserError('default_required', { id }, 409);
  await refuseInUse(work, { evolutionConfig: id });
  const used =
    (await em.count(Delivery, { evolutionConfig: id })) + (await em.count(Schedule, { evolutionConfig: id }));
  // Of what it made miss somebody has to hear yet.
  const untold = await em.count(Occurrence, { untoldOf: id });
  if (used + untold > 0) throw new UserError('has_logs', { id, name: config.name }, 409);
  await em.nativeUpdate(Group, { evolutionConfig: id }, { evolutionConfig: null });
  em.remove(config);
  await audit(work, {
    action: 'evolution_config.delete',
    entityType: 'evolution_config',
    entityId: id,
    before,
    after: null,
  });
}
