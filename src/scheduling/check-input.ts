import { UserError } from '../errors.ts';
import { firstInstantAfter, localDateTime, nextInstants } from '../schedule/recurrence.ts';
import { type CheckedMessage, checkMessageInput } from './check-message.ts';
import type { ScheduleInput } from './create-schedule.ts';
import { timedOf } from './timed.ts';
import type { Work } from './work.ts';

/** What a schedule's input refers to, found and checked; its chats are those of the first send. */
export interface CheckedInput extends CheckedMessage {
  first: Temporal.Instant;
}

/** A one-off up to this long ago is sent now: "agora" and a slow phone are no mistakes. */
const JUST_NOW_MS = 60_000;

/**
 * Checks everything that creating, editing and previewing a schedule must refuse.
 *
 * @param options.mayBeOver an edit that leaves the time alone may be of a schedule that has had its last one
 * @throws UserError, see createSchedule
 */
export async function checkInput(
  work: Work,
  input: ScheduleInput,
  options: { mayBeOver: boolean } = { mayBeOver: false },
): Promise<CheckedInput> {
  const first = firstOccurrence(input, work.now) ?? (options.mayBeOver ? work.now : refuseOver(input, work.now));
  return { ...(await checkMessageInput(work, input, { at: first, timezone: input.timed.timezone })), first };
}

/** The instant after which the first occurrence is looked for. */
export function startOf(input: Pick<ScheduleInput, 'timed'>, now: Temporal.Instant): Temporal.Instant {
  const isOnce = input.timed.rule.rrule === null;
  return isOnce ? now.subtract({ milliseconds: JUST_NOW_MS + 1 }) : now;
}

function firstOccurrence(input: ScheduleInput, now: Temporal.Instant): Temporal.Instant | null {
  return firstInstantAfter(timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null }), startOf(input, now));
}

/** @throws UserError `past_time` for a rule that is over, `no_occurrences` for one that never comes */
function refuseOver(input: ScheduleInput, now: Temporal.Instant): never {
  const { timezone } = input.timed;
  const timed = timedOf({ ...input.timed, skipHolidays: input.skipHolidays ?? null });
  const [ever] = nextInstants(timed, { after: Temporal.Instant.fromEpochMilliseconds(0), count: 1 });
  if (!ever) throw new UserError('no_occurrences');
  throw new UserError('past_time', { at: localDateTime(ever, timezone), now: localDateTime(now, timezone), timezone });
}
