import { isHoliday, nearestWorkingDay } from './calendar.ts';
import { dayOfIso, type EpochDay, weekdayIndex } from './civil.ts';
import { parseTime, type SecondOfDay, timesInWindow } from './clock-time.ts';
import type { DayContext } from './day-rule.ts';
import { type Timed, weekdayNumber } from './reading.ts';
import { parseRrule, type RruleValue } from './rrule-value.ts';

/** A timed rule made ready for walking: strings read once, bounds as numbers. */
export interface Series {
  rrule: RruleValue | null;
  days: DayContext;
  anchorDay: EpochDay;
  anchorSecond: SecondOfDay;
  /** Clock times of each day, in order; empty for a bare interval. */
  times: SecondOfDay[];
  /** Milliseconds between sends of a bare interval rule (hourly or minutely without a window); 0: the rule goes by days. */
  stepMs: number;
  firstDay: EpochDay;
  lastDay: EpochDay;
  /** The last millisecond at which the rule may send (UNTIL); extra dates are not bound by it. */
  lastMs: number;
  count: number;
  /** Local date-times outside the rule: `at` and `extra`. */
  extra: string[];
  timezone: string;
  isExcluded(day: EpochDay): boolean;
  /** The day on which a nominal day's sends happen. */
  shift(day: EpochDay): EpochDay;
  shifts: boolean;
  /** Whether days are left out. */
  filters: boolean;
}

const STEP_MS = { MINUTELY: 60_000, HOURLY: 3_600_000 } as const;

/** Prepares a rule for walking. @throws UserError `unsupported_rule` when its RRULE cannot be read */
export function seriesOf({ rule, anchor, timezone }: Timed): Series {
  const rrule = rule.rrule === null ? null : parseRrule(rule.rrule);
  const anchorDay = dayOfIso(anchor);
  const place = rule.holidays ?? 'BR';
  const stepMs =
    rrule && (rrule.freq === 'MINUTELY' || rrule.freq === 'HOURLY') ? STEP_MS[rrule.freq] * rrule.interval : 0;
  const withoutHolidays = rule.exclude.includes('HOLIDAYS');
  const direction = rule.shift === 'previous_working_day' ? -1 : 1;
  return {
    rrule: stepMs && rule.window ? { ...rrule!, freq: 'DAILY', interval: 1 } : rrule,
    days: {
      anchor: anchorDay,
      shortMonths: rule.short_months,
      uncounted: withoutHolidays ? day => isHoliday(day, place) : null,
    },
    anchorDay,
    anchorSecond: parseTime(anchor.slice(11)),
    times: rule.window
      ? timesInWindow(parseTime(rule.window.from), parseTime(rule.window.to), stepMs / 1000)
      : sortedTimes(rule.times),
    stepMs: rule.window ? 0 : stepMs,
    firstDay: Math.max(anchorDay, rule.start ? dayOfIso(rule.start) : anchorDay),
    lastDay: rule.until ? dayOfIso(rule.until) : Number.POSITIVE_INFINITY,
    lastMs: rule.until_instant ? Temporal.Instant.from(rule.until_instant).epochMilliseconds : Number.POSITIVE_INFINITY,
    count: rule.count ?? Number.POSITIVE_INFINITY,
    extra: rule.at === null ? rule.extra : [rule.at, ...rule.extra],
    timezone,
    isExcluded: exclusion(rule.exclude, place),
    shift: rule.shift ? day => nearestWorkingDay(day, place, direction) : day => day,
    shifts: rule.shift !== null,
    filters: rule.exclude.length > 0,
  };
}

function sortedTimes(times: string[]): SecondOfDay[] {
  return [...new Set(times.map(parseTime))].sort((a, b) => a - b);
}

function exclusion(exclude: string[], place: string): (day: EpochDay) => boolean {
  if (exclude.length === 0) return () => false;
  const weekdays = new Set(exclude.map(weekdayNumber));
  const ranges = exclude
    .filter(item => /^\d/.test(item))
    .map(item => item.split('/').map(dayOfIso))
    .map(([from, to]) => ({ from: from!, to: to ?? from! }));
  const holidays = exclude.includes('HOLIDAYS');
  return day =>
    weekdays.has(weekdayIndex(day)) ||
    ranges.some(range => day >= range.from && day <= range.to) ||
    (holidays && isHoliday(day, place));
}
