import type { ScheduleInput } from './create-schedule.ts';
import { editedInput, refuseEnded } from './edit-schedule.ts';
import { type Preview, previewSchedule } from './preview-schedule.ts';
import { getSchedule } from './queries/get-schedule.ts';
import { recipientsOf } from './recipients.ts';
import type { Work } from './work.ts';

/** What a schedule would do after an edit. Nothing is saved. @throws UserError as editSchedule */
export async function previewEdit(work: Work, id: number, changes: Partial<ScheduleInput>): Promise<Preview> {
  const { schedule } = await getSchedule(work.em, id);
  refuseEnded(schedule, changes);
  const recipients = await recipientsOf(work.em, schedule);
  return previewSchedule(work, editedInput(schedule, recipients, changes), { mayBeOver: !changes.timed, id });
}
