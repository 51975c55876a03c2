import { dayOfIso, isoDate } from './civil.ts';
import type { SecondOfDay } from './clock-time.ts';
import { dayRule } from './compose-days.ts';
import { leaveOutNext, readBounds, readExceptions, readInclusions } from './compose-limits.ts';
import { datesOfStretch } from './compose-stretch.ts';
import { readIntervalTimes, readTimes } from './compose-times.ts';
import type { PieceOf, Placed } from './pieces.ts';
import type { Rule } from './reading.ts';
import { addUnits } from './resolve-day.ts';
import { formatRrule, type RruleValue } from './rrule-value.ts';
import { all, emptyRule, only, refuse, type Said, unclear } from './said.ts';

/** Puts a recurring rule together, with the anchor that its intervals count from. @throws Unclear */
export function composeRecurring(said: Said): { rule: Rule; anchor: string } {
  refuse(said, 'ambiguous_date', 'delay', 'now', 'which');
  const days = dayRule(said);
  const rule = { ...emptyRule(), rrule: formatRrule(days.value), exclude: [...days.exclude] };
  readBounds(said, rule);
  readExceptions(said, rule);
  readInclusions(said, rule);
  const interval = days.value.freq === 'HOURLY' || days.value.freq === 'MINUTELY';
  readDayMoves(said, rule, days.value, interval);
  const anchor = interval ? readIntervalTimes(said, rule, days.value) : readTimes(said, rule);
  const ended = withLength(said, rule, days.value, anchor);
  return { ...ended, rule: leaveOutNext(said, ended.rule, ended.anchor) };
}

/** Where days move that are no working days, and what short months do: only for rules that have such days. */
function readDayMoves(said: Said, rule: Rule, value: RruleValue, interval: boolean): void {
  if (interval) refuse(said, 'ambiguous_recurrence', 'shift');
  if (!value.byMonthDay.some(day => day > 28)) refuse(said, 'ambiguous_recurrence', 'short_months');
  const today = all(said, 'part').find(piece => piece.today);
  if (today) unclear('ambiguous_date', { asks: true }, today);
  rule.shift = only(said, 'shift', 'ambiguous_recurrence')?.shift ?? null;
  rule.short_months = only(said, 'short_months', 'ambiguous_recurrence')?.shortMonths ?? 'last_day';
}

/** "por 7 dias", "por 2 meses": a number of sends, or a last day. */
function withLength(said: Said, rule: Rule, value: RruleValue, anchor: string): { rule: Rule; anchor: string } {
  const lasting = only(said, 'lasting', 'ambiguous_recurrence');
  if (!lasting) return { rule, anchor };
  if (rule.until || rule.count !== null) unclear('ambiguous_recurrence', { asks: true }, lasting);
  return { rule: lengthened(said, rule, value, anchor, lasting), anchor };
}

const UNIT_SECONDS: Readonly<Record<string, SecondOfDay>> = { minute: 60, hour: 3600, day: 86_400, week: 604_800 };

function lengthened(
  said: Said,
  rule: Rule,
  value: RruleValue,
  anchor: string,
  lasting: Placed & PieceOf<'lasting'>,
): Rule {
  const { amount, unit } = lasting;
  const stretch = all(said, 'every').length || all(said, 'rate').length ? null : datesOfStretch(said);
  if (stretch) return { ...rule, count: stretch.dates * Math.max(1, rule.times.length) };
  const months = unit === 'month' ? amount : unit === 'year' ? amount * 12 : null;
  // The first Monday of three months is three Mondays, wherever in its month each lies.
  const picked = value.freq === 'MONTHLY' && value.interval === 1 && value.byMonth.length === 0;
  const positions = value.bySetPos.length || value.byDay.filter(day => day.nth !== 0 && day.nth < 5).length;
  if (picked && positions && months) return { ...rule, count: months * positions * Math.max(1, rule.times.length) };
  const days = unit === 'day' ? amount : unit === 'week' ? amount * 7 : null;
  if ((value.freq === 'HOURLY' || value.freq === 'MINUTELY') && !rule.window && rule.times.length === 0) {
    const step = (value.freq === 'HOURLY' ? 3600 : 60) * value.interval;
    const seconds = UNIT_SECONDS[unit];
    return seconds
      ? { ...rule, count: Math.floor((amount * seconds) / step) || 1 }
      : unclear('ambiguous_recurrence', { asks: true }, lasting);
  }
  if (unit === 'hour' || unit === 'minute') unclear('ambiguous_recurrence', { asks: true }, lasting);
  // Ten days of a daily rule are ten days of sends, whatever is left out between.
  if (value.freq === 'DAILY' && value.interval === 1 && days !== null && !rule.window)
    return { ...rule, count: days * Math.max(1, rule.times.length) };
  // Ten days of "dias úteis" may be ten sends or two weeks.
  if (unit === 'day' && value.freq === 'WEEKLY') unclear('ambiguous_recurrence', { asks: true }, lasting);
  const first = dayOfIso(anchor);
  return { ...rule, until: isoDate(addUnits(Math.max(first, said.today), amount, unit) - 1) };
}
