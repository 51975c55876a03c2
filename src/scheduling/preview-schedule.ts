import { describePlainly } from '../schedule/describe-plainly.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import { overCap } from './cap-remarks.ts';
import { checkInput, startOf } from './check-input.ts';
import type { ScheduleInput } from './create-schedule.ts';
import { customaryHolidays } from './customary-holidays.ts';
import { aboutMessage, type MessagePreview } from './preview-message.ts';
import { SEND_WITHIN_MINUTES } from './send-within.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** What a schedule would do. Nothing is saved. */
export interface Preview extends MessagePreview {
  /** "todo dia às 09:00" */
  description: string;
  /** The next three instants. */
  next: Temporal.Instant[];
}

const NEXT_SHOWN = 3;
/** How far a rule is looked along for two sends that are close together. */
const NEXT_JUDGED = 50;

/**
 * Checks an input as createSchedule does and tells what it would do.
 *
 * @param options.mayBeOver as checkInput has it
 * @param options.id of the schedule, where it is one that is changed
 * @throws UserError as createSchedule
 */
export async function previewSchedule(
  work: Work,
  input: ScheduleInput,
  options: { mayBeOver: boolean; id?: number } = { mayBeOver: false },
): Promise<Preview> {
  const { first, ...checked } = await checkInput(work, input, options);
  const timed = timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null });
  const next = nextInstants(timed, { after: startOf(input, work.now), count: NEXT_JUDGED });
  const { timed: hours, skipHolidays = null, sendWithinMinutes = SEND_WITHIN_MINUTES } = input;
  const run = { sendWithinMinutes, hours: { ...hours, skipHolidays }, scheduleId: options.id ?? null };
  const message = await aboutMessage(work, checked, { at: first, timezone: hours.timezone }, next, run);
  const capped = overCap(timed, first, { ...message.foreseen, chats: message.chats });
  const warnings = [...message.warnings, ...customaryHolidays(timed, work.now), ...capped];
  return { description: describePlainly(timed, work.now), next: next.slice(0, NEXT_SHOWN), ...message, warnings };
}
