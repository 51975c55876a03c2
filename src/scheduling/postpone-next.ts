import type { Occurrence, Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { firstInstantAfter } from '../schedule/recurrence.ts';
import { auditOccurrence } from './audit-occurrence.ts';
import { lockSchedule } from './lock-schedule.ts';
import { nextPlanned, planNext } from './plan-next.ts';
import { timedOf } from './timed.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/** Says to when, knowing from when: "30 minutos" counts from the send that is moved. */
export type Postponement = (due: Temporal.Instant, timezone: string) => Temporal.Instant;

/**
 * Moves the next send of a schedule to a later hour, and nothing else: its rule goes on, so that the send after it is
 * planned already and may even go out first.
 *
 * @returns the schedule, the occurrence with its new hour, and the hour that it had
 * @throws UserError `schedule_not_found`, `nothing_planned`, `postpone_earlier`, `postpone_taken`, `version_conflict`, and what `to` throws
 */
export async function postponeNext(
  work: Work,
  id: number,
  to: Postponement,
  options: { expectedVersion?: number } = {},
): Promise<{ schedule: Schedule; occurrence: Occurrence; from: Temporal.Instant }> {
  const { now } = work;
  const schedule = await lockSchedule(work, id, options.expectedVersion);
  const { timezone } = schedule;
  const occurrence = await nextPlanned(work, schedule);
  const { dueAt: from, plannedAt } = occurrence;
  const dueAt = to(from, timezone);
  if (Temporal.Instant.compare(dueAt, from) <= 0 || Temporal.Instant.compare(dueAt, now) <= 0) {
    throw new UserError('postpone_earlier', { id, due: from, timezone });
  }
  if (isOwnSend(schedule, dueAt)) throw new UserError('postpone_taken', { id, due: dueAt, timezone });
  await auditOccurrence(work, 'schedule.postpone', { schedule, occurrence }, async () => {
    markEdited(schedule, now);
    occurrence.dueAt = dueAt;
    await planNext(work, schedule, plannedAt);
  });
  return { schedule, occurrence, from };
}

/** Whether the rule sends at that very instant anyway: then people would get two at once. */
function isOwnSend(schedule: Schedule, at: Temporal.Instant): boolean {
  const own = firstInstantAfter(timedOf(schedule), at.subtract({ milliseconds: 1 }));
  return own !== null && Temporal.Instant.compare(own, at) === 0;
}
