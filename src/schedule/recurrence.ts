import { isoDate } from './civil.ts';
import { formatTime } from './clock-time.ts';
import type { Timed } from './reading.ts';
import { type Series, seriesOf } from './series.ts';
import { epochMsOf, localOf, walk } from './walk.ts';

/** `totalOf` counts exactly up to here; a longer series has `total` null. */
export const EXACT_TOTAL = 10_000;

const instantOf = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(epochMs);

/**
 * The next sends of a rule.
 *
 * @param options.after exclusive
 * @param options.before exclusive; unset: no bound
 * @returns at most `count` instants in order; fewer when the series ends or never happens again
 */
export function nextInstants(
  timed: Timed,
  options: { after: Temporal.Instant; count: number; before?: Temporal.Instant },
): Temporal.Instant[] {
  const before = options.before?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  const instants: Temporal.Instant[] = [];
  if (options.count <= 0) return instants;
  for (const epochMs of walk(seriesOf(timed), options.after.epochMilliseconds)) {
    if (epochMs >= before) break;
    instants.push(instantOf(epochMs));
    if (instants.length >= options.count) break;
  }
  return instants;
}

/** The first send after an instant (exclusive), or null when there is none. */
export function firstInstantAfter(timed: Timed, after: Temporal.Instant): Temporal.Instant | null {
  return nextInstants(timed, { after, count: 1 })[0] ?? null;
}

/** The sends in `(after, until]`, at most `limit`: what a downtime missed. */
export function instantsBetween(
  timed: Timed,
  range: { after: Temporal.Instant; until: Temporal.Instant; limit: number },
): Temporal.Instant[] {
  return nextInstants(timed, { after: range.after, before: range.until.add({ milliseconds: 1 }), count: range.limit });
}

/** How many sends lie in `(after, until]`. Cheap also for a rule that sends each minute and a range of years. */
export function countBetween(timed: Timed, range: { after: Temporal.Instant; until: Temporal.Instant }): number {
  const series = seriesOf(timed);
  const until = range.until.epochMilliseconds;
  if (isPlainInterval(series)) return plainIndex(series, until) - plainIndex(series, range.after.epochMilliseconds);
  let count = 0;
  for (const epochMs of walk(series, range.after.epochMilliseconds)) {
    if (epochMs > until) break;
    count++;
  }
  return count;
}

/** The number of sends, when it is at most 10,000, and the last one; both null for a series without an end. */
export function totalOf(timed: Timed): { total: number | null; last: Temporal.Instant | null } {
  const series = seriesOf(timed);
  const endless =
    series.rrule && series.count === Number.POSITIVE_INFINITY && series.lastDay === Number.POSITIVE_INFINITY;
  if (endless) return { total: null, last: null };
  if (isPlainInterval(series)) {
    const total = plainIndex(series, Number.POSITIVE_INFINITY);
    return {
      total: total > EXACT_TOTAL ? null : total,
      last: total ? instantOf(plainStart(series) + (total - 1) * series.stepMs) : null,
    };
  }
  let total = 0;
  let last: number | null = null;
  for (const epochMs of walk(series, Number.NEGATIVE_INFINITY)) {
    total++;
    last = epochMs;
    if (total > EXACT_TOTAL && series.count === Number.POSITIVE_INFINITY)
      return { total: null, last: instantOf(lastBefore(series)) };
  }
  return { total: total > EXACT_TOTAL ? null : total, last: last === null ? null : instantOf(last) };
}

/** A bare interval without a filter: its sends can be counted by dividing. */
function isPlainInterval(series: Series): boolean {
  const { rrule } = series;
  if (!rrule || !series.stepMs || series.extra.length) return false;
  return (
    series.firstDay === series.anchorDay &&
    rrule.byDay.length + rrule.byMonth.length + rrule.byMonthDay.length === 0 &&
    !series.filters
  );
}

function plainStart(series: Series): number {
  return epochMsOf(series.anchorDay, series.anchorSecond, series.timezone);
}

/** How many sends of a plain interval lie at or before an instant. */
function plainIndex(series: Series, epochMs: number): number {
  const end = Math.min(
    epochMs,
    series.lastMs,
    series.lastDay === Number.POSITIVE_INFINITY ? epochMs : epochMsOf(series.lastDay + 1, 0, series.timezone) - 1,
  );
  return Math.min(series.count, Math.max(0, Math.floor((end - plainStart(series)) / series.stepMs) + 1));
}

/** The last send of a series that ends by date: looked for in ever longer stretches before the end. */
function lastBefore(series: Series): number {
  for (let stretchDays = 8; ; stretchDays *= 8) {
    const from = epochMsOf(series.lastDay - stretchDays, 0, series.timezone);
    let last: number | null = null;
    for (const epochMs of walk(series, from)) last = epochMs;
    if (last !== null) return last;
  }
}

/** Local date-time of an instant: `YYYY-MM-DDTHH:MM`, with seconds only where they are not zero. */
export function localDateTime(instant: Temporal.Instant, timezone: string): string {
  const { day, second } = localOf(instant.epochMilliseconds, timezone);
  return `${isoDate(day)}T${formatTime(second)}`;
}

/** The local day of an instant, in days since 1970-01-01. */
export function localDay(instant: Temporal.Instant, timezone: string): number {
  return localOf(instant.epochMilliseconds, timezone).day;
}
