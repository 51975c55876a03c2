import { isWorkingDay } from './calendar.ts';
import { civilDate, dateExists, daysInMonth, type EpochDay, epochDay, isoDate, weekdayIndex } from './civil.ts';
import type { SecondOfDay } from './clock-time.ts';
import { type DayRef, fault, type NthOf, type PieceOf } from './pieces.ts';
import { dayOfNamed, namedDay, nthWeekdayOfMonth } from './words/named-days.ts';

/** What a day is looked up against. */
export interface DayContext {
  today: EpochDay;
  /** Now, in seconds of the local day. */
  nowSecond: SecondOfDay;
  /** The earliest hour said for the day; null: none. */
  time: SecondOfDay | null;
  /** A phrase on its own may look further for a date ("sexta-feira 13"); a command asks. */
  searches: boolean;
}

type Resolved = EpochDay | PieceOf<'fault'>;

const ask = (code: 'ambiguous_date' | 'weekday_date_conflict', days: EpochDay[] = []) =>
  fault(code, days.length ? { asks: true, options: days.map(isoDate) } : { asks: true });

/** The day that is meant: the next such day, or a fault where two are possible, none exists, or it is past. */
export function resolveDay(ref: DayRef, context: DayContext): Resolved {
  const { today } = context;
  switch (ref.type) {
    case 'offset':
      return addUnits(today, ref.amount, ref.unit);
    case 'weekday':
      return resolveWeekday(ref.weekday, ref.week, context);
    case 'date':
      return resolveDate(ref, context);
    case 'named':
      return resolveNamed(ref.name, context);
    case 'nth':
      return resolveNth(ref, context);
    case 'next_working_day':
      return firstWhere(today + 1, day => isWorkingDay(day, 'BR'));
    case 'edge':
      return resolveEdge(ref, context);
    case 'shifted':
      return resolveShifted(ref, context);
  }
}

function resolveShifted({ base, days }: Extract<DayRef, { type: 'shifted' }>, context: DayContext): Resolved {
  // The hour is that of the shifted day: it says nothing of the day that is counted from.
  const day = resolveDay(base, { ...context, time: null });
  return typeof day === 'number' ? day + days : day;
}

function firstWhere(from: EpochDay, fits: (day: EpochDay) => boolean, step = 1): EpochDay {
  let day = from;
  while (!fits(day)) day += step;
  return day;
}

/** Adds days, weeks, months or years; a day that the month lacks becomes its last. */
export function addUnits(day: EpochDay, amount: number, unit: string): EpochDay {
  if (unit === 'day') return day + amount;
  if (unit === 'week') return day + 7 * amount;
  const { year, month, day: dayOfMonth } = civilDate(day);
  const months = month - 1 + amount * (unit === 'year' ? 12 : 1);
  const newYear = year + Math.floor(months / 12);
  const newMonth = (((months % 12) + 12) % 12) + 1;
  return epochDay(newYear, newMonth, Math.min(dayOfMonth, daysInMonth(newYear, newMonth)));
}

const SUNDAY = 6;

function resolveWeekday(weekday: number, week: string, { today, time, nowSecond, searches }: DayContext): Resolved {
  const now = weekdayIndex(today);
  const coming = today + ((weekday - now + 7) % 7);
  const monday = today - now;
  if (week === 'this_week') return monday + weekday < today ? fault('past_time') : monday + weekday;
  if (week === 'next_week') {
    // Whether a week begins on Sunday or on Monday is a matter of taste.
    const unsure = weekday === SUNDAY || now === SUNDAY;
    return unsure && !searches
      ? ask(
          'ambiguous_date',
          now === SUNDAY ? [monday + 7 + weekday, monday + 14 + weekday] : [monday + weekday, monday + 7 + weekday],
        )
      : monday + 7 + weekday;
  }
  // "não essa, a outra": said on that very weekday it is not clear which of them is "essa".
  if (week === 'second') return weekday === now ? ask('ambiguous_date', [today + 7, today + 14]) : coming + 7;
  // "sexta que vem" said on a Tuesday: this week's or next week's?
  if (week === 'ambiguous' && weekday > now) return ask('ambiguous_date', [coming, coming + 7]);
  if (coming > today) return coming;
  // The weekday of today: with an hour still to come, people mean today as often as next week; "que vem" never does.
  return week !== 'next' && week !== 'ambiguous' && time !== null && time > nowSecond
    ? ask('ambiguous_date', [today, today + 7])
    : today + 7;
}

const LEAP_YEAR = 2024;

function resolveDate(ref: Extract<DayRef, { type: 'date' }>, context: DayContext): Resolved {
  const { today } = context;
  const { year: thisYear, month: thisMonth } = civilDate(today);
  if (ref.month === null) return resolveDayOfMonth(ref, context);
  // Also what borrowed its month ("de 31 a 2 de abril") must be in some calendar.
  if (!dateExists(LEAP_YEAR, ref.month, ref.day)) return fault('invalid_date');
  const year = ref.year ?? (ref.nextYear ? thisYear + 1 : null);
  if (year !== null) {
    if (!dateExists(year, ref.month, ref.day)) return fault('invalid_date');
    return agreeing(epochDay(year, ref.month, ref.day), ref.weekday);
  }
  const passed = ref.month < thisMonth || (ref.month === thisMonth && ref.day < civilDate(today).day);
  let candidate = thisYear + (passed ? 1 : 0);
  while (!dateExists(candidate, ref.month, ref.day)) candidate++;
  return agreeing(epochDay(candidate, ref.month, ref.day), ref.weekday);
}

function agreeing(day: EpochDay, weekday: number | null): Resolved {
  return weekday === null || weekdayIndex(day) === weekday ? day : ask('weekday_date_conflict', [day]);
}

/** "sexta-feira 13" may be more than a year away. */
const SEARCH_MONTHS = 28;

function resolveDayOfMonth(
  ref: Extract<DayRef, { type: 'date' }>,
  { today, time, nowSecond, searches }: DayContext,
): Resolved {
  const { year, month, day } = civilDate(today);
  const inMonth = (months: number) => {
    const monthStart = civilDate(addUnits(epochDay(year, month, 1), months, 'month'));
    return dateExists(monthStart.year, monthStart.month, ref.day)
      ? epochDay(monthStart.year, monthStart.month, ref.day)
      : null;
  };
  if (ref.which) {
    const date = inMonth(ref.which === 'next' ? 1 : 0);
    if (date === null) return fault('invalid_date');
    return date < today ? fault('past_time') : agreeing(date, ref.weekday);
  }
  const passed = ref.day < day || (ref.day === day && time !== null && time <= nowSecond);
  const dates = Array.from({ length: SEARCH_MONTHS }, (_, index) => inMonth(index + (passed ? 1 : 0))).filter(
    date => date !== null,
  );
  const found = searches && ref.weekday !== null ? dates.find(date => weekdayIndex(date) === ref.weekday) : dates[0];
  return found === undefined ? fault('invalid_date') : agreeing(found, ref.weekday);
}

function resolveNamed(name: string, { today, time }: DayContext): Resolved {
  const named = namedDay(name);
  // The night of the 31st for most, the 1st in calendars: an hour makes the difference matter.
  if (name === 'réveillon' && time !== null) return ask('ambiguous_date');
  const { year } = civilDate(today);
  const day = dayOfNamed(named, year);
  return day >= today ? day : dayOfNamed(named, year + 1);
}

function resolveNth(ref: Extract<DayRef, { type: 'nth' }>, { today }: DayContext): Resolved {
  const now = civilDate(today);
  if (ref.month === null) {
    const start = civilDate(addUnits(epochDay(now.year, now.month, 1), ref.which === 'next' ? 1 : 0, 'month'));
    const day = nthOfMonth(start.year, start.month, ref.nth, ref.of);
    if (day === null) return fault('invalid_date');
    return day < today ? fault('past_time') : day;
  }
  const day = nthOfMonth(ref.year ?? now.year, ref.month, ref.nth, ref.of);
  if (day !== null && (day >= today || ref.year !== null)) return day;
  return (ref.year === null ? nthOfMonth(now.year + 1, ref.month, ref.nth, ref.of) : null) ?? fault('invalid_date');
}

function nthOfMonth(year: number, month: number, nth: number, of: NthOf): EpochDay | null {
  if (typeof of === 'number') return nthWeekdayOfMonth(year, month, nth, of);
  const length = daysInMonth(year, month);
  const all = Array.from({ length }, (_, index) => epochDay(year, month, index + 1));
  const counted =
    of === 'day'
      ? all
      : all.filter(day => isWorkingDay(day, 'BR') || (of === 'clt_working_day' && weekdayIndex(day) === 5));
  return counted.at(nth > 0 ? nth - 1 : nth) ?? null;
}

function resolveEdge(ref: Extract<DayRef, { type: 'edge' }>, { today }: DayContext): Resolved {
  const { year, month } = civilDate(today);
  const next = ref.which === 'next' ? 1 : 0;
  if (ref.of === 'week') {
    const monday = today - weekdayIndex(today) + 7 * next;
    return ref.edge === 'start' ? monday : monday + 6;
  }
  if (ref.of === 'year') return ref.edge === 'start' ? epochDay(year + next, 1, 1) : epochDay(year + next, 12, 31);
  const first =
    ref.month === null
      ? addUnits(epochDay(year, month, 1), next, 'month')
      : epochDay(ref.year ?? year + (ref.month < month ? 1 : 0), ref.month, 1);
  return ref.edge === 'start' ? first : addUnits(first, 1, 'month') - 1;
}
