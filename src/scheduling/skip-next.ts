import type { Occurrence, Schedule } from '../db/entities/index.ts';
import { auditOccurrence } from './audit-occurrence.ts';
import { lockSchedule } from './lock-schedule.ts';
import { nextPlanned, planNext } from './plan-next.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Leaves out the next send of a schedule; the one after it is planned. A schedule whose last send is left out is
 * finished.
 *
 * @returns the schedule, and the occurrence that is left out
 * @throws UserError `schedule_not_found`, `nothing_planned`, `version_conflict`
 */
export async function skipNext(
  work: Work,
  id: number,
  options: { expectedVersion?: number } = {},
): Promise<{ schedule: Schedule; occurrence: Occurrence }> {
  const { now } = work;
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  const occurrence = await nextPlanned(work, schedule);
  await auditOccurrence(work, 'schedule.skip', { schedule, occurrence }, async () => {
    markEdited(schedule, now);
    Object.assign(occurrence, { status: 'skipped', reason: 'skipped_by_person', finishedAt: now });
    await planNext(work, schedule, laterOf(occurrence.plannedAt, now));
  });
  return { schedule, occurrence };
}

function laterOf(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}
