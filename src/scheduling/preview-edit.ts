import type { ScheduleInput } from './create-schedule.ts';
import { editedInput, refuseEnded } from './edit-schedule.ts';
import { type Preview, previewSchedule } from './preview-schedule.ts';
import { getSchedule } from './queries/get-schedule.ts';
import { movesIt, realChanges } from './real-changes.ts';
import { recipientsOf } from './recipients.ts';
import { refuseWaitingRun } from './waiting-run.ts';
import type { Work } from './work.ts';

/** @property isSame the edit says what holds already: it would change nothing */
export type EditPreview = Preview & { isSame: boolean };

/** What a schedule would do after an edit. Nothing is saved. @throws UserError as editSchedule */
export async function previewEdit(work: Work, id: number, changes: Partial<ScheduleInput>): Promise<EditPreview> {
  const { schedule } = await getSchedule(work.em, id);
  const recipients = await recipientsOf(work.em, schedule);
  const real = realChanges(schedule, recipients, changes, work.now);
  const isMoved = movesIt(schedule, real, work.now);
  refuseEnded(schedule, isMoved);
  await refuseWaitingRun(work.em, schedule, real);
  const preview = await previewSchedule(work, editedInput(schedule, recipients, real), { mayBeOver: !isMoved, id });
  // Of the holidays it was said when it was scheduled: an edit that has nothing to do with the days does not say it again.
  const isOfDays = real.timed !== undefined || Boolean(real.skipHolidays);
  const warnings = preview.warnings.filter(({ code }) => isOfDays || code !== 'customary_holidays');
  return { ...preview, warnings, isSame: Object.keys(real).length === 0 };
}
