import { EvolutionConfig, Schedule } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import type { Work } from './work.ts';

/** An instance as the environment names it. */
export interface ConfiguredInstance {
  name: string;
  baseUrl: string;
  instanceName: string;
  apiKeyEncrypted: string;
  isSimulator: boolean;
}

const PAUSED_FOR_REAL_GATEWAY = 'gateway_connected';

/**
 * Makes sure that the instance of the environment exists with its present key, at every start. A new one becomes the
 * default, and then the schedules of the simulator are paused: what somebody tried out there must never reach people.
 *
 * @returns the instance, and the schedules that were paused
 */
export async function ensureInstance(
  work: Work,
  given: ConfiguredInstance,
): Promise<{ config: EvolutionConfig; paused: Schedule[] }> {
  const { em, now } = work;
  const { baseUrl, instanceName, apiKeyEncrypted } = given;
  // The simulator is one and the same wherever it listens.
  const known = await em.findOne(
    EvolutionConfig,
    given.isSimulator ? { isSimulator: true } : { baseUrl, instanceName },
  );
  if (known) {
    Object.assign(known, { baseUrl, apiKeyEncrypted });
    return { config: known, paused: [] };
  }
  await em.nativeUpdate(EvolutionConfig, { isDefault: true }, { isDefault: false, updatedAt: now });
  const pace = given.isSimulator ? ('livre' as const) : ('normal' as const);
  const config = em.create(EvolutionConfig, { ...given, pace, isDefault: true, createdAt: now, updatedAt: now });
  await em.flush();
  await audit(work, {
    action: 'evolution_config.create',
    entityType: 'evolution_config',
    entityId: config.id,
    before: null,
    after: { baseUrl, instanceName },
  });
  return { config, paused: given.isSimulator ? [] : await pauseSimulated(work) };
}

async function pauseSimulated(work: Work): Promise<Schedule[]> {
  const schedules = await work.em.find(Schedule, { status: 'active', evolutionConfig: { isSimulator: true } });
  for (const schedule of schedules) {
    Object.assign(schedule, {
      status: 'paused',
      pausedAt: work.now,
      pauseReason: PAUSED_FOR_REAL_GATEWAY,
      nextRunAt: null,
    });
    await audit(work, {
      action: 'schedule.pause',
      entityType: 'schedule',
      entityId: schedule.id,
      before: { status: 'active' },
      after: { status: 'paused' },
    });
  }
  return schedules;
}
