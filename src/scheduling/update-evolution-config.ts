import { EvolutionConfig } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { checkPace, type EvolutionConfigInput, makeDefault, refuseTaken } from './create-evolution-config.ts';
import { given } from './edits.ts';
import { isPausedByItself } from './instance-off.ts';
import { failingSince, noteStop } from './late/stops.ts';
import { lockRow } from './lock-row.ts';
import { evolutionConfigSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

export interface EvolutionConfigChanges extends Partial<EvolutionConfigInput> {
  /** Stops the instance's sends, or lets them go on. */
  paused?: boolean;
  pauseReason?: string | null;
}

/**
 * @throws UserError `evolution_config_not_found`, `evolution_config_exists`, `default_required` (there is always one),
 *   `pace_range`, `version_conflict`
 */
export async function updateEvolutionConfig(
  work: Work,
  id: number,
  changes: EvolutionConfigChanges,
  expectedVersion?: number,
): Promise<EvolutionConfig> {
  const config = await lockRow(work, EvolutionConfig, id, 'evolution_config_not_found', expectedVersion);
  const before = evolutionConfigSnapshot(config);
  const { isDefault, paused, pauseReason, ...columns } = changes;
  if (isDefault === false && config.isDefault) throw new UserError('default_required', { id, field: 'is_default' });
  await refuseTaken(work, { baseUrl: config.baseUrl, instanceName: config.instanceName, ...given(columns) }, id);
  checkPace({ minGapMs: config.minGapMs ?? null, maxGapMs: config.maxGapMs ?? null, ...given(columns) });
  markEdited(config, work.now);
  Object.assign(config, given(columns));
  if (isDefault) await makeDefault(work, config);
  if (paused !== undefined) endStop(work, config, paused);
  if (paused === true)
    Object.assign(config, { pausedAt: config.pausedAt ?? work.now, pauseReason: pauseReason ?? null, resumeAt: null });
  if (paused === false) {
    Object.assign(config, { pausedAt: null, pauseReason: null, resumeAt: null });
    Object.assign(config, { failuresInRow: 0, failingCode: null, failingSince: null });
  }
  work.nudge('send');
  await audit(work, {
    action: 'evolution_config.update',
    entityType: 'evolution_config',
    entityId: id,
    before,
    after: evolutionConfigSnapshot(config),
  });
  return config;
}

/** Keeps what a pause was that ends, or that a person takes over: whether something is late goes by it. */
function endStop(work: Work, config: EvolutionConfig, isPaused: boolean): void {
  const wasByItself = isPausedByItself(config);
  if (!config.pausedAt || (isPaused && !wasByItself)) return;
  if (wasByItself) noteStop(work, config, 'failures', failingSince(config));
  else noteStop(work, config, 'person', config.pausedAt);
  Object.assign(config, { pausedAt: null, reviewAt: work.now });
}
