import { parseTime } from './clock-time.ts';
import type { Timed } from './reading.ts';
import { type Series, seriesOf } from './series.ts';
import { epochMsOf, localOf, walk } from './walk.ts';

/** Beyond a year of days that are left out, the rule leaves out every day. */
const MAX_DAYS = 366;

/**
 * When something of a rule that could not go out on its own day goes on: at the first of the rule's own hours of the
 * coming day, which is before that day's own sends, or at the same hour where that day has none. Never on a day that the
 * rule leaves out by name ("sem feriados", "exceto …").
 *
 * @param from the first instant that will do
 */
export function comingOwnHour(timed: Timed, from: Temporal.Instant): Temporal.Instant {
  const series = seriesOf(timed);
  const { timezone } = timed;
  const fromMs = from.epochMilliseconds;
  const first = localOf(fromMs, timezone).day;
  const usual = usualSecond(series);
  for (let day = first; day < first + MAX_DAYS; day++) {
    if (series.isExcluded(day)) continue;
    const at = firstSendOf(series, day) ?? epochMsOf(day, usual, timezone);
    if (at >= fromMs) return Temporal.Instant.fromEpochMilliseconds(at);
  }
  return Temporal.Instant.fromEpochMilliseconds(epochMsOf(first + 1, usual, timezone));
}

/** The first send of a day, in milliseconds; null where it has none. */
function firstSendOf(series: Series, day: number): number | null {
  const [start, end] = [epochMsOf(day, 0, series.timezone), epochMsOf(day + 1, 0, series.timezone)];
  const [send] = walk(series, start - 1);
  return send !== undefined && send < end ? send : null;
}

/** The hour of a rule that has no send on a day, in seconds from midnight. */
function usualSecond({ rrule, times, extra, anchorSecond }: Series): number {
  const [time] = times;
  if (time !== undefined) return time;
  const [once] = extra;
  return rrule === null && once ? parseTime(once.slice(11)) : anchorSecond;
}
