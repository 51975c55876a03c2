import { civilDate, dayOfIso, weekdayIndex } from './civil.ts';
import { listed, ordinal, WEEKDAY_NAMES } from './describe-words.ts';
import type { Rule } from './reading.ts';
import { formatRrule, type RruleValue } from './rrule-value.ts';
import { MONTH_NAMES } from './words/months.ts';

/** A rule's days in words: what comes before its times and what comes after all else. */
export interface DayWords {
  days: string;
  confines: string;
}

/**
 * "todo dia", "toda segunda e quarta", "a cada 2 meses no dia 10", and what confines them: ", só em dezembro".
 *
 * `afterGrid`: "a cada hora das 09:00 às 17:00" stands before it already, and only weekdays are left to tell.
 * Days that no sentence tells are told by their RRULE, which reads back too.
 */
export function describeDays(value: RruleValue, rule: Rule, anchor: string, afterGrid: boolean): DayWords {
  const words = afterGrid ? gridDays(value, anchor) : dayWords(value, rule, anchor);
  if (words === null)
    return { days: `${afterGrid ? ' ' : ''}pela regra ${formatRrule(value)}`, confines: skipWords(value, rule) };
  const months = value.freq === 'YEARLY' ? '' : monthWords(value.byMonth);
  return { days: words, confines: `${months}${skipWords(value, rule)}` };
}

/** ", só em dezembro"; of more than half a year, ", menos em janeiro". */
function monthWords(months: number[]): string {
  if (!months.length) return '';
  const named = (wanted: boolean) => listed(MONTH_NAMES.filter((_, index) => months.includes(index + 1) === wanted));
  return months.length > 6 && months.length < 12 ? `, menos em ${named(false)}` : `, só em ${named(true)}`;
}

/** ", só nos meses que têm dia 31" for days that some months lack. */
function skipWords({ freq, byMonthDay, byMonth }: RruleValue, rule: Rule): string {
  const longest = Math.max(0, ...byMonthDay);
  const lacking = freq === 'MONTHLY' ? longest >= 29 : freq === 'YEARLY' && longest === 29 && byMonth.includes(2);
  return lacking && rule.short_months === 'skip' ? `, só nos meses que têm dia ${longest}` : '';
}

function dayWords(value: RruleValue, rule: Rule, anchor: string): string | null {
  if (value.weekStart !== 0 && value.interval > 1) return null;
  switch (value.freq) {
    case 'MINUTELY':
    case 'HOURLY':
      return value.byMonthDay.length ? null : `${everyWords(value)}${weekdaySuffix(value)}`;
    case 'DAILY':
      return value.byDay.length || value.byMonthDay.length ? null : everyWords(value);
    case 'WEEKLY':
      return weekly(value, anchor);
    case 'MONTHLY':
      return monthly(value, rule, anchor);
    case 'YEARLY':
      return yearly(value, rule, anchor);
  }
}

const UNITS = {
  MINUTELY: ['a cada minuto', 'minutos'],
  HOURLY: ['a cada hora', 'horas'],
  DAILY: ['todo dia', 'dias'],
  WEEKLY: ['toda semana', 'semanas'],
  MONTHLY: ['todo mês', 'meses'],
  YEARLY: ['todo ano', 'anos'],
} as const;

function everyWords({ freq, interval }: RruleValue): string {
  const [one, many] = UNITS[freq];
  return interval === 1 ? one : `a cada ${interval} ${many}`;
}

function gridDays(value: RruleValue, anchor: string): string | null {
  if (value.freq === 'WEEKLY') return `, ${weekdayWords(weekdaysOf(value, anchor))}`;
  return value.byMonthDay.length ? null : weekdaySuffix(value);
}

function weekdaySuffix(value: RruleValue): string {
  return value.byDay.length ? `, ${weekdayWords(value.byDay.map(day => day.weekday))}` : '';
}

function weekdaysOf(value: RruleValue, anchor: string): number[] {
  return value.byDay.length ? value.byDay.map(day => day.weekday) : [weekdayIndex(dayOfIso(anchor))];
}

/** "toda segunda e quarta"; three and more in a row are a range: "de segunda a sexta". */
function weekdayWords(weekdays: number[]): string {
  const sorted = [...new Set(weekdays)].sort((a, b) => a - b);
  const first = WEEKDAY_NAMES[sorted[0]!]!;
  const last = sorted.at(-1)!;
  if (sorted.length >= 3 && last - sorted[0]! === sorted.length - 1)
    return `de ${first.short} a ${WEEKDAY_NAMES[last]!.short}`;
  return `${first.every} ${listed(sorted.map(weekday => WEEKDAY_NAMES[weekday]!.short))}`;
}

function weekly(value: RruleValue, anchor: string): string {
  const weekdays = weekdaysOf(value, anchor);
  if (value.interval === 1) return weekdayWords(weekdays);
  const names = [...new Set(weekdays)].sort((a, b) => a - b).map(weekday => WEEKDAY_NAMES[weekday]!);
  return `a cada ${value.interval} semanas ${names[0]!.on} ${listed(names.map(name => name.short))}`;
}

function monthly(value: RruleValue, rule: Rule, anchor: string): string | null {
  const lead = value.interval === 1 ? '' : `${everyWords(value)} `;
  if (value.bySetPos.length) return workingDays(value, rule, lead);
  if (value.byDay.length) return value.byMonthDay.length ? null : nthWeekdays(value, lead, 'do mês');
  const days = value.byMonthDay.length ? value.byMonthDay : [civilDate(dayOfIso(anchor)).day];
  if (days.every(day => day < 0)) return fromEnd(days, lead);
  if (days.some(day => day < 0)) return null;
  return `${lead ? `${lead}no` : 'todo'} dia ${listed(days.map(String))}${shortMonthWords(days, rule)}`;
}

function shortMonthWords(days: number[], rule: Rule): string {
  const longest = Math.max(...days);
  if (longest < 29 || rule.short_months === 'skip') return '';
  return ' ou último dia do mês';
}

function fromEnd(days: number[], lead: string): string | null {
  const names = [...days].sort((a, b) => b - a).map(day => ordinal(day, false));
  return names.includes(null) ? null : `${lead ? `${lead}no` : 'todo'} ${listed(names as string[])} dia do mês`;
}

/** "toda primeira segunda do mês": one weekday, any positions. */
function nthWeekdays(value: RruleValue, lead: string, scope: string): string | null {
  const weekday = value.byDay[0]!.weekday;
  const name = WEEKDAY_NAMES[weekday]!;
  const positions = value.byDay.map(day =>
    day.nth === 0 || day.weekday !== weekday ? null : ordinal(day.nth, name.feminine),
  );
  if (positions.includes(null)) return null;
  return `${lead ? `${lead}${name.on}` : name.every} ${listed(positions as string[])} ${name.short} ${scope}`;
}

/** "todo 5º dia útil do mês". What a BYSETPOS counts must be working days without holidays; no phrase tells others. */
function workingDays(value: RruleValue, rule: Rule, lead: string): string | null {
  const weekdays = value.byDay
    .map(day => (day.nth === 0 ? day.weekday : -1))
    .sort((a, b) => a - b)
    .join();
  const saturday = weekdays === '0,1,2,3,4,5';
  if ((weekdays !== '0,1,2,3,4' && !saturday) || value.byMonthDay.length || !rule.exclude.includes('HOLIDAYS'))
    return null;
  const positions = value.bySetPos.map(position => ordinal(position, false));
  if (positions.includes(null)) return null;
  return `${lead ? `${lead}no` : 'todo'} ${listed(positions as string[])} dia útil${saturday ? ' contando sábado' : ''} do mês`;
}

function yearly(value: RruleValue, rule: Rule, anchor: string): string | null {
  if (value.bySetPos.length || value.byMonth.length > 1 || (value.byMonthDay.length && !value.byMonth.length))
    return null;
  const fallback = civilDate(dayOfIso(anchor));
  const month = value.byMonth[0] ?? fallback.month;
  if (value.byDay.length) {
    if (value.byMonthDay.length || !value.byMonth.length || value.interval > 1 || value.byDay.length > 1) return null;
    return nthWeekdays(value, '', `de ${MONTH_NAMES[month - 1]}`);
  }
  const days = value.byMonthDay.length ? value.byMonthDay : [fallback.day];
  if (days.some(day => day < 0) || (days.length > 1 && value.interval > 1)) return null;
  const short = month === 2 && Math.max(...days) === 29 ? shortMonthWords([29], rule) : '';
  const lead = value.interval === 1 ? 'todo' : `${everyWords(value)} no`;
  return `${lead} dia ${listed(days.map(String))} de ${MONTH_NAMES[month - 1]}${short}`;
}
