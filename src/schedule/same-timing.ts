import { type Rule, type Timed, WEEKDAYS, weekdayNumber } from './reading.ts';
import { nextInstants } from './recurrence.ts';
import { formatRrule, type NthWeekday, parseRrule, type RruleValue } from './rrule-value.ts';

/** Where two rules of one shape differ in what they count from, their very next sends differ. */
const COMPARED = 50;
/** More sends than a one-off can have. */
const ALL = 1_000;

/**
 * Whether two rules, each with its holidays, send at the same instants from now on. Another spelling is no difference
 * (weekdays in another order, "todo dia exceto domingo" for Monday to Saturday), nor is a day that both count from alike.
 *
 * @param after sends until then do not count
 */
export function sendsTheSame(one: Timed, other: Timed, after: Temporal.Instant): boolean {
  if (one.timezone !== other.timezone) return false;
  if (one.rule.rrule === null || other.rule.rrule === null) {
    const isOnce = one.rule.rrule === other.rule.rrule;
    return isOnce && sameInstants(one, other, Temporal.Instant.fromEpochMilliseconds(0), ALL);
  }
  return shapeOf(one.rule) === shapeOf(other.rule) && sameInstants(one, other, after, one.rule.count ?? COMPARED);
}

function sameInstants(one: Timed, other: Timed, after: Temporal.Instant, count: number): boolean {
  const [these, those] = [one, other].map(timed => nextInstants(timed, { after, count }).join());
  return these === those;
}

/** All that a recurring rule says but for when it began, in one spelling. */
function shapeOf(rule: Rule): string {
  const value = parseRrule(rule.rrule!);
  const { days, excluded } = foldWeekdays(value, rule.exclude);
  const shape: Record<string, unknown> = {
    ...rule,
    ...{ start: null, at: null, holidays: rule.holidays ?? 'BR' },
    ...{ rrule: formatRrule(days), exclude: distinct(excluded), times: distinct(rule.times) },
    ...{ extra: distinct(rule.extra), short_months: namesShortDay(value) ? rule.short_months : null },
  };
  const said = Object.entries(shape).filter(([, value]) => value != null);
  return JSON.stringify(said.toSorted(([a], [b]) => (a < b ? -1 : 1))); // MySQL's JSON has an order of its own
}

const distinct = (items: readonly string[]) => [...new Set(items)].toSorted();

/** Whether short months matter: only to a day that some month does not have. */
function namesShortDay({ freq, byMonthDay, byDay }: RruleValue): boolean {
  const isDayOfAnchor = (freq === 'MONTHLY' || freq === 'YEARLY') && byMonthDay.length + byDay.length === 0;
  return isDayOfAnchor || byMonthDay.some(day => Math.abs(day) > 28);
}

/** "Every day but Sunday" as the weekdays that remain: daily and weekly rules can be written both ways. */
function foldWeekdays(
  value: RruleValue,
  exclude: readonly string[],
): { days: RruleValue; excluded: readonly string[] } {
  const sorted = { ...value, byDay: value.byDay.toSorted(byWeekday), byMonth: value.byMonth.toSorted((a, b) => a - b) };
  const isPlain = value.interval === 1 && value.bySetPos.length + value.byMonthDay.length === 0;
  const isWeekdays = value.freq === 'DAILY' || (value.freq === 'WEEKLY' && value.byDay.length > 0);
  if (!isPlain || !isWeekdays) return { days: sorted, excluded: exclude };
  const named = value.byDay.length > 0 ? sorted.byDay : WEEKDAYS.map((_, weekday) => ({ nth: 0, weekday }));
  const left = new Set(exclude.map(weekdayNumber));
  const weekdays = new Set(named.filter(({ weekday }) => !left.has(weekday)).map(({ weekday }) => weekday));
  const byDay = [...weekdays].map(weekday => ({ nth: 0, weekday }));
  return {
    days: { ...sorted, freq: 'WEEKLY', byDay, weekStart: 0 },
    excluded: exclude.filter(item => weekdayNumber(item) < 0),
  };
}

const byWeekday = (one: NthWeekday, other: NthWeekday) => one.weekday - other.weekday || one.nth - other.nth;
