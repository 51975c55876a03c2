import type { Schedule } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { checkInput, startOf } from './check-input.ts';
import { columnsOf, type ScheduleInput } from './create-schedule.ts';
import { lockSchedule } from './lock-schedule.ts';
import { forgetPlan, planNext, unplan } from './plan-next.ts';
import { inputOf, isSameSet, movesIt, realChanges } from './real-changes.ts';
import { distinctRecipients, type RecipientInput, recipientsOf, saveRecipients } from './recipients.ts';
import { scheduleSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import { refuseWaitingRun } from './waiting-run.ts';
import type { Work } from './work.ts';

/**
 * Changes what is said of a schedule and leaves the rest. With a new when, the next occurrence is planned anew, never for
 * an instant that has passed; a run that has begun goes on as it began. What says only what holds already changes
 * nothing: neither the plan nor the version, and the audit has nothing to tell.
 *
 * @throws UserError as createSchedule, and `schedule_not_found`, `schedule_ended`, `run_waits`, `version_conflict`
 */
export async function editSchedule(
  work: Work,
  id: number,
  changes: Partial<ScheduleInput>,
  expectedVersion?: number,
): Promise<Schedule> {
  const schedule = await lockSchedule(work, id, expectedVersion);
  const recipients = await recipientsOf(work.em, schedule);
  const real = realChanges(schedule, recipients, changes, work.now);
  const isMoved = movesIt(schedule, real, work.now);
  refuseEnded(schedule, isMoved);
  if (Object.keys(real).length === 0) return schedule;
  await refuseWaitingRun(work.em, schedule, real);
  const before = scheduleSnapshot(schedule, recipients);
  const input = editedInput(schedule, recipients, real);
  const checked = await checkInput(work, input, { mayBeOver: !isMoved });
  markEdited(schedule, work.now);
  Object.assign(schedule, columnsOf(input, checked), { failedRuns: 0 });
  input.recipients = distinctRecipients(input.recipients);
  if (real.recipients) await saveRecipients(work.em, schedule, input.recipients);
  // A new text leaves the plan alone: what was postponed or skipped stays so.
  if (isMoved) await replan(work, schedule, startOf(input, work.now));
  const after = scheduleSnapshot(schedule, input.recipients);
  await audit(work, { action: 'schedule.edit', entityType: 'schedule', entityId: id, before, after });
  return schedule;
}

/** A finished schedule lives again with another time. @throws UserError `schedule_ended` (409) */
export function refuseEnded({ id, status }: Schedule, isMoved: boolean): void {
  const isOver = status === 'cancelled' || (status === 'finished' && !isMoved);
  if (isOver) throw new UserError('schedule_ended', { id, status, canMove: status === 'finished' }, 409);
}

/** All that is said of a schedule, with these changes. */
export function editedInput(
  schedule: Schedule,
  recipients: RecipientInput[],
  changes: Partial<ScheduleInput>,
): ScheduleInput {
  const { text, variables } = schedule;
  const input = { ...inputOf(schedule), recipients, ...changes, stored: { text: text ?? null, variables } };
  // The new instance is chosen again only when what it depends on changed.
  const isElsewhere = changes.recipients && !isSameSet(changes.recipients, recipients);
  if (isElsewhere && changes.evolutionConfigId === undefined) input.evolutionConfigId = null;
  return input;
}

async function replan(work: Work, schedule: Schedule, after: Temporal.Instant): Promise<void> {
  if (schedule.status === 'paused') return forgetPlan(work, schedule);
  await unplan(work, schedule, 'schedule_edited');
  Object.assign(schedule, { status: 'active', pauseReason: null }); // a finished one that was given a new time lives again
  await planNext(work, schedule, after);
}
