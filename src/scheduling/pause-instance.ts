import { EvolutionConfig } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { liftRestriction } from './lift-restriction.ts';
import { lockRow } from './lock-row.ts';
import { evolutionConfigSnapshot } from './snapshots.ts';
import { updateEvolutionConfig } from './update-evolution-config.ts';
import type { Work } from './work.ts';

type Options = { reason?: string | null; expectedVersion?: number };

/**
 * Stops an instance's sends until a person lets them go on.
 *
 * @throws UserError `evolution_config_not_found`, `version_conflict`
 */
export function pauseInstance(work: Work, id: number, { reason, expectedVersion }: Options = {}) {
  return updateEvolutionConfig(work, id, { paused: true, pauseReason: reason ?? null }, expectedVersion);
}

/**
 * Lets an instance's sends go on at once, whatever stopped them: a pause by a person or by failures, a restriction. Where
 * the cause lasts it stops itself again.
 *
 * @throws UserError `evolution_config_not_found`, `version_conflict`
 */
export async function resumeInstance(
  work: Work,
  id: number,
  { expectedVersion }: Pick<Options, 'expectedVersion'> = {},
): Promise<EvolutionConfig> {
  const config = await lockRow(work, EvolutionConfig, id, 'evolution_config_not_found', expectedVersion);
  if (config.restrictedAt) {
    const before = evolutionConfigSnapshot(config);
    await liftRestriction(work, config);
    const after = evolutionConfigSnapshot(config);
    await audit(work, {
      ...{ action: 'evolution_config.lift', entityType: 'evolution_config', entityId: id },
      before,
      after,
    });
  }
  return updateEvolutionConfig(work, id, { paused: false }, expectedVersion);
}
