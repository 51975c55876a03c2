import { Delivery, EvolutionConfig } from '../db/entities/index.ts';
import { LATE, NOT_ANSWERED } from '../scheduling/late/late-question.ts';
import { PAUSED } from '../scheduling/run-under-way.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { isOff } from './instance-state.ts';

/**
 * Fails what waited for an instance until its time was up. Where messages are claimed the claim sees to it; nobody claims
 * from an instance that is off, paused, or holds some of them back.
 */
export async function giveUpOverdue(deps: DeliveryDeps): Promise<void> {
  const paused = { status: 'held' as const, reason: PAUSED, giveUpAt: { $lte: deps.work.clock.now() } };
  if ((await deps.work.em.fork().count(Delivery, paused)) > 0) {
    await runWork(deps.work, SYSTEM, ({ em, now }) =>
      em.nativeUpdate(Delivery, paused, { status: 'failed', updatedAt: now }),
    );
  }
  const unanswered = { status: 'held' as const, reason: LATE, giveUpAt: { $lte: deps.work.clock.now() } };
  if ((await deps.work.em.fork().count(Delivery, unanswered)) > 0) {
    await runWork(deps.work, SYSTEM, ({ em, now }) =>
      em.nativeUpdate(Delivery, unanswered, { status: 'failed', reason: NOT_ANSWERED, updatedAt: now }),
    );
  }
  const configs = await deps.work.em.fork().findAll(EvolutionConfig);
  for (const config of configs) {
    if (!config.pausedAt && !config.restrictedAt && !isOff(config)) continue;
    await runWork(deps.work, SYSTEM, work => giveUp(work, config));
  }
}

async function giveUp({ em, now }: Work, config: EvolutionConfig): Promise<void> {
  const overdue = { evolutionConfig: config.id, giveUpAt: { $lte: now } };
  const failed = { status: 'failed' as const, updatedAt: now };
  // These say what they waited for.
  await em.nativeUpdate(Delivery, { ...overdue, status: { $in: ['waiting_connection', 'held'] } }, failed);
  if (!config.pausedAt) return;
  await em.nativeUpdate(Delivery, { ...overdue, status: 'queued' }, { ...failed, reason: 'instance_paused' });
}
