import { Delivery, type EvolutionConfig, type Schedule } from '../db/entities/index.ts';
import { fromSqlInstant } from '../db/instant-type.ts';
import { type SqlValue, selectRows } from '../db/statements.ts';
import { CAP_WAIT_HOURS } from '../scheduling/cap-wait.ts';
import { paceOf } from '../scheduling/paces.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { aboutSchedule, tellAuthor } from './notices.ts';
import { UNSETTLED } from './settle.ts';

/** A run that was put off so long ago is the one before this one, where every day has its rest. */
const JUST_NOW_HOURS = 48;

/**
 * Tells the author of a schedule that the daily cap leaves a part of its run for another day. Where the run before it was
 * put off as well nothing is told: then every day has its rest, and she knows.
 *
 * @param rest.where a condition on those `deliveries d`
 */
export async function tellCapped(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  schedule: Schedule,
  { until, where }: { until: Temporal.Instant; where: { sql: string; values: readonly SqlValue[] } },
): Promise<void> {
  const { em, now } = work;
  const isRecent = { cappedAt: { $gte: now.subtract({ hours: JUST_NOW_HOURS }) } };
  const putOff = await em.count(Delivery, {
    ...{ schedule: schedule.id, createdAt: { $gte: now.subtract({ hours: CAP_WAIT_HOURS }) } },
    $or: [isRecent, { status: { $in: [...UNSETTLED] }, cappedAt: { $ne: null } }],
  });
  if (putOff > 0) return;
  const [rest] = await selectRows<{ messages: number; planned: string }>(
    em,
    `select count(*) as messages, min(o.planned_at) as planned
     from deliveries d join occurrences o on o.id = d.occurrence_id where ${where.sql}`,
    where.values,
  );
  const { messages, planned } = rest!;
  const cap = paceOf(config).dailyCap;
  const about = { ...aboutSchedule(schedule), now, plannedAt: fromSqlInstant(planned), until };
  await tellAuthor(work, schedule, deps.say('avisos/limite', { ...about, left: Number(messages), cap }));
}
