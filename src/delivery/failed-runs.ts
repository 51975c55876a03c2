import { AuditEntry, Delivery, Occurrence, Schedule } from '../db/entities/index.ts';
import { lockSchedule } from '../scheduling/lock-schedule.ts';
import { pauseSchedule } from '../scheduling/pause-schedule.ts';
import type { Work } from '../scheduling/work.ts';
import { INSTANCE_FAULTS } from '../whatsapp/evolution-errors.ts';
import type { DeliveryDeps } from './deps.ts';
import { tellFailedRuns } from './notices.ts';

/** Failed runs in a row that pause a schedule. */
const PAUSE_AFTER = 3;
/** The `pause_reason` of a schedule that paused itself. */
export const FAILED_RUNS = 'failed_runs';

/** Why a message failed through no fault of its schedule: when that is over, the schedule is to go on. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set([
  ...INSTANCE_FAULTS,
  ...['gateway_unreachable', 'instance_paused', 'restricted'],
  ...['silence', 'daily_cap', 'quiet_hours', 'gave_up', 'not_answered', 'schedule_cancelled'],
]);
/** Enough to know that a person had them sent again. */
const RETRIES_LOOKED_FOR = 500;

/**
 * Counts a run that has ended. Three in a row that reached nobody, for reasons of their own, pause the schedule, and its
 * author is told: what always fails should not go on failing unseen. A run that reached somebody starts the count anew; one
 * that an outage or a silence stopped, or that may have arrived, says nothing.
 *
 * @param troubled its deliveries that failed or are uncertain
 */
export async function countRun(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  occurrenceId: number,
  troubled: readonly Delivery[],
): Promise<void> {
  const { em } = work;
  const { schedule } = await em.findOneOrFail(Occurrence, occurrenceId);
  const arrived = { occurrence: occurrenceId, status: { $in: ['sent', 'delivered', 'read'] as const } };
  if ((await em.find(Delivery, arrived, { limit: 1, fields: ['id'] })).length > 0) {
    await em.nativeUpdate(Schedule, { id: schedule.id, failedRuns: { $gt: 0 } }, { failedRuns: 0 });
    return;
  }
  if (!failedByItself(troubled) || (await wasRetried(work, troubled))) return;
  const locked = await lockSchedule(work, schedule.id, undefined, { evenDeleted: true });
  locked.failedRuns++;
  if (locked.failedRuns < PAUSE_AFTER || locked.status !== 'active' || locked.deletedAt) return;
  await pauseSchedule(work, locked.id, { reason: FAILED_RUNS });
  const reason = troubled.find(isOwnFault)?.reason ?? null;
  await tellFailedRuns(work, deps, locked, { count: locked.failedRuns, reason });
}

function failedByItself(troubled: readonly Delivery[]): boolean {
  return troubled.some(isOwnFault) && !troubled.some(({ status }) => status === 'uncertain');
}

function isOwnFault({ status, reason }: Delivery): boolean {
  return status === 'failed' && !NOT_ITS_FAULT.has(reason ?? '');
}

/** The run had ended before, and was counted then. */
async function wasRetried({ em }: Work, troubled: readonly Delivery[]): Promise<boolean> {
  const ids = troubled.slice(0, RETRIES_LOOKED_FOR).map(({ id }) => id);
  return (await em.count(AuditEntry, { action: 'log.retry', entityType: 'log', entityId: { $in: ids } })) > 0;
}
