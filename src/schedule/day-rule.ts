import { civilDate, daysInMonth, type EpochDay, epochDay, weekdayIndex } from './civil.ts';
import type { RruleValue } from './rrule-value.ts';

/** What decides the days of one period beside the RRULE itself. */
export interface DayContext {
  /** The anchor's day: periods are counted from it, and it lends its weekday or day of month where the rule names none. */
  anchor: EpochDay;
  shortMonths: 'last_day' | 'skip';
  /** Days that a BYSETPOS does not count: the holidays, when it counts working days. */
  uncounted: ((day: EpochDay) => boolean) | null;
}

/** The number of the period (day, week, month or year) that a day lies in, counted from the anchor's period by the rule's interval. */
export function periodOf(rule: RruleValue, context: DayContext, day: EpochDay): number {
  return Math.floor(rawPeriods(rule, context.anchor, day) / rule.interval);
}

function rawPeriods(rule: RruleValue, anchor: EpochDay, day: EpochDay): number {
  if (rule.freq === 'WEEKLY') return (weekStartOf(day, rule.weekStart) - weekStartOf(anchor, rule.weekStart)) / 7;
  if (rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY') return day - anchor;
  const from = civilDate(anchor);
  const to = civilDate(day);
  return rule.freq === 'YEARLY' ? to.year - from.year : (to.year - from.year) * 12 + to.month - from.month;
}

/** The days of one period in order, before exclusions. May hold days before the anchor. */
export function daysOfPeriod(rule: RruleValue, context: DayContext, period: number): EpochDay[] {
  const { anchor } = context;
  const steps = period * rule.interval;
  if (rule.freq === 'WEEKLY') return daysOfWeek(rule, anchor, weekStartOf(anchor, rule.weekStart) + steps * 7);
  if (rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY') {
    const day = anchor + steps;
    return fitsDaily(rule, day) ? [day] : [];
  }
  const from = civilDate(anchor);
  const days =
    rule.freq === 'YEARLY'
      ? daysOfYear(rule, context, from.year + steps)
      : daysOfMonthStep(rule, context, from.year, from.month - 1 + steps);
  return pickPositions(rule, context, days);
}

function weekStartOf(day: EpochDay, weekStart: number): EpochDay {
  return day - ((weekdayIndex(day) - weekStart + 7) % 7);
}

function daysOfWeek(rule: RruleValue, anchor: EpochDay, start: EpochDay): EpochDay[] {
  const weekdays = rule.byDay.length ? rule.byDay.map(day => day.weekday) : [weekdayIndex(anchor)];
  const days: EpochDay[] = [];
  for (let day = start; day < start + 7; day++)
    if (weekdays.includes(weekdayIndex(day)) && fitsMonth(rule, day)) days.push(day);
  return days;
}

function fitsMonth(rule: RruleValue, day: EpochDay): boolean {
  return rule.byMonth.length === 0 || rule.byMonth.includes(civilDate(day).month);
}

function fitsDaily(rule: RruleValue, day: EpochDay): boolean {
  if (rule.byDay.length && !rule.byDay.some(item => item.weekday === weekdayIndex(day))) return false;
  if (rule.byMonthDay.length) {
    const date = civilDate(day);
    const fromEnd = date.day - daysInMonth(date.year, date.month) - 1;
    if (!rule.byMonthDay.includes(date.day) && !rule.byMonthDay.includes(fromEnd)) return false;
  }
  return fitsMonth(rule, day);
}

function daysOfMonthStep(rule: RruleValue, context: DayContext, year: number, months: number): EpochDay[] {
  const monthYear = year + Math.floor(months / 12);
  const month = (((months % 12) + 12) % 12) + 1;
  if (rule.byMonth.length && !rule.byMonth.includes(month)) return [];
  return daysOfMonth(rule, context, monthYear, month);
}

function daysOfYear(rule: RruleValue, context: DayContext, year: number): EpochDay[] {
  const anchor = civilDate(context.anchor);
  // Without BYMONTH a yearly BYDAY counts over the whole year (RFC 5545 §3.3.10).
  if (!rule.byMonth.length && rule.byDay.length && !rule.byMonthDay.length)
    return weekdaysBetween(rule, epochDay(year, 1, 1), epochDay(year + 1, 1, 1));
  const everyMonth = rule.byMonthDay.length > 0;
  const months = rule.byMonth.length
    ? [...rule.byMonth].sort((a, b) => a - b)
    : everyMonth
      ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
      : [anchor.month];
  return months.flatMap(month => daysOfMonth(rule, context, year, month));
}

function daysOfMonth(rule: RruleValue, context: DayContext, year: number, month: number): EpochDay[] {
  const first = epochDay(year, month, 1);
  const length = daysInMonth(year, month);
  if (rule.byDay.length && !rule.byMonthDay.length) return weekdaysBetween(rule, first, first + length);
  const wanted = rule.byMonthDay.length ? rule.byMonthDay : [civilDate(context.anchor).day];
  const days = new Set<EpochDay>();
  for (const number of wanted) {
    const day = number > 0 ? number : length + 1 + number;
    if (day > length && context.shortMonths === 'last_day') days.add(first + length - 1);
    else if (day >= 1 && day <= length) days.add(first + day - 1);
  }
  return [...days]
    .filter(day => !rule.byDay.length || rule.byDay.some(item => item.weekday === weekdayIndex(day)))
    .sort((a, b) => a - b);
}

/** Every or the nth of the wanted weekdays in `[from, to)`. */
function weekdaysBetween(rule: RruleValue, from: EpochDay, to: EpochDay): EpochDay[] {
  if (rule.byDay.every(item => item.nth === 0)) {
    const wanted = new Set(rule.byDay.map(item => item.weekday));
    const days: EpochDay[] = [];
    let weekday = weekdayIndex(from);
    for (let day = from; day < to; day++, weekday = (weekday + 1) % 7) if (wanted.has(weekday)) days.push(day);
    return days;
  }
  const days = new Set<EpochDay>();
  for (const { nth, weekday } of rule.byDay) {
    const first = from + ((weekday - weekdayIndex(from) + 7) % 7);
    const count = Math.ceil((to - first) / 7);
    if (nth === 0) for (let day = first; day < to; day += 7) days.add(day);
    else if (Math.abs(nth) <= count) days.add(first + 7 * (nth > 0 ? nth - 1 : count + nth));
  }
  return [...days].sort((a, b) => a - b);
}

function pickPositions(rule: RruleValue, context: DayContext, days: EpochDay[]): EpochDay[] {
  if (!rule.bySetPos.length) return days;
  const { uncounted } = context;
  const counted = uncounted ? days.filter(day => !uncounted(day)) : days;
  const picked = rule.bySetPos
    .map(position => counted.at(position > 0 ? position - 1 : position))
    .filter(day => day !== undefined);
  return [...new Set(picked)].sort((a, b) => a - b);
}
