import { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import { askWhoDecides, holdLate } from '../scheduling/late/hold-late.ts';
import { currentSilence } from '../scheduling/queries/list-silences.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import { lockInstance } from './connection.ts';
import type { DeliveryDeps } from './deps.ts';
import { isAway, isHalfOpen, isOff } from './instance-state.ts';
import { missRuns } from './miss-away.ts';
import { tellMissedRuns } from './missed-notices.ts';

/**
 * Looks at what an outage or a silence has made late, before anything of it leaves: runs that are too late are missed;
 * of the rest, what is later than its `catch_up_minutes` is held and asked about. While the instance is off, or silent,
 * nothing is asked: it would not leave anyway. A pause by failures is different, for only a message that leaves can end
 * it: what is late is not the one that tries.
 *
 * @param work its `now` is when something would leave
 * @param config locked
 * @returns whether something does not simply leave
 */
export async function reviewLate(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
): Promise<boolean> {
  const { em, now } = work;
  let isLate = false;
  await missRuns(work, config);
  const isTrial = isHalfOpen(config, now);
  const mayLeave = !isOff(config) && (!config.pausedAt || isTrial);
  const asks = mayLeave && !(await currentSilence(em, now));
  if (asks) {
    const held = await holdLate(work, config);
    await askWhoDecides(work, held);
    isLate = held.length > 0;
    config.reviewAt = null;
  }
  const isOver = !isAway(config) || (isTrial && !(await isWaiting(work, config.id)));
  if (isOver && (await tellMissedRuns(work, deps, config)) > 0) isLate = true;
  await em.flush();
  return isLate;
}

/** Whether it is time to: an outage or a silence is over, or a pause is being tried out. */
export function isReviewDue(config: EvolutionConfig, now: Temporal.Instant): boolean {
  const isOver = config.reviewAt != null && Temporal.Instant.compare(config.reviewAt, now) <= 0;
  return isOver || isHalfOpen(config, now);
}

/** Looks at every instance that is away, or where something is over and nothing has left since. */
export async function reviewInstances(deps: DeliveryDeps): Promise<void> {
  const now = deps.work.clock.now();
  const configs = await deps.work.em.fork().findAll(EvolutionConfig);
  for (const { id } of configs.filter(config => isAway(config) || isReviewDue(config, now))) {
    await runWork(deps.work, SYSTEM, async work => {
      const config = await lockInstance(work, id);
      if (config && (isAway(config) || isReviewDue(config, work.now))) await reviewLate(work, deps, config);
    });
  }
}

async function isWaiting({ em }: Work, configId: number): Promise<boolean> {
  const waits = { evolutionConfig: configId, status: { $in: ['queued', 'sending'] as const } };
  return (await em.find(Delivery, waits, { limit: 1, fields: ['id'] })).length > 0;
}
