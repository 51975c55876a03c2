import { UserError } from '../errors.ts';
import { WEEKDAYS, weekdayNumber } from './reading.ts';

/** Shortest first. SECONDLY is left out: no message is sent each second. */
export const FREQUENCIES = ['MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** A weekday of a BYDAY list: `-1FR` is `{ nth: -1, weekday: 4 }`; `nth` 0 means every one. */
export interface NthWeekday {
  nth: number;
  /** 0 is Monday. */
  weekday: number;
}

/** The parts of an RRULE that tell days and intervals; hours, ends and counts live beside it in `Rule`. */
export interface RruleValue {
  freq: Frequency;
  interval: number;
  byDay: NthWeekday[];
  byMonthDay: number[];
  byMonth: number[];
  bySetPos: number[];
  /** 0 is Monday; it decides which weeks an interval of several weeks takes (RFC 5545 §3.3.10). */
  weekStart: number;
}

/** An RRULE value with everything unsaid. */
export function rruleValue(freq: Frequency, parts: Partial<RruleValue> = {}): RruleValue {
  return { freq, interval: 1, byDay: [], byMonthDay: [], byMonth: [], bySetPos: [], weekStart: 0, ...parts };
}

const cache = new Map<string, RruleValue>();

/**
 * Reads `FREQ=…;INTERVAL=…;BYDAY=…;BYMONTHDAY=…;BYMONTH=…;BYSETPOS=…;WKST=…`.
 *
 * @throws UserError `unsupported_rule` for other parts and for values out of range
 */
export function parseRrule(text: string): RruleValue {
  const known = cache.get(text);
  if (known) return known;
  const value = readParts(text);
  if (cache.size >= 1000) cache.clear();
  cache.set(text, value);
  return value;
}

function readParts(text: string): RruleValue {
  const refuse = (part: string) => new UserError('unsupported_rule', { part });
  const numbers = (list: string, low: number, high: number, part: string) =>
    list.split(',').map(item => {
      const number = /^[+-]?\d{1,4}$/.test(item) ? Number(item) : Number.NaN;
      if (number === 0 || !(number >= low && number <= high)) throw refuse(part);
      return number;
    });
  let freq: Frequency | undefined;
  const parts: Partial<RruleValue> = {};
  for (const part of text.split(';')) {
    const [key = '', list = ''] = part.toUpperCase().split('=');
    if (key === 'FREQ') freq = FREQUENCIES.find(name => name === list);
    else if (key === 'INTERVAL') parts.interval = numbers(list, 1, 9999, part)[0]!;
    else if (key === 'BYMONTHDAY') parts.byMonthDay = numbers(list, -31, 31, part);
    else if (key === 'BYMONTH') parts.byMonth = numbers(list, 1, 12, part);
    else if (key === 'BYSETPOS') parts.bySetPos = numbers(list, -366, 366, part);
    else if (key === 'BYDAY') parts.byDay = list.split(',').map(item => nthWeekday(item) ?? fail(refuse(part)));
    else if (key === 'WKST') parts.weekStart = weekdayNumber(list);
    else throw refuse(part);
  }
  if (!freq || parts.weekStart === -1) throw refuse(text);
  return rruleValue(freq, parts);
}

function fail(error: Error): never {
  throw error;
}

function nthWeekday(item: string): NthWeekday | null {
  const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item);
  if (!match) return null;
  return { nth: Number(match[1] ?? 0), weekday: weekdayNumber(match[2]!) };
}

/** The inverse of `parseRrule`, parts in a fixed order, defaults left out. */
export function formatRrule(value: RruleValue): string {
  const parts = [`FREQ=${value.freq}`];
  if (value.interval !== 1) parts.push(`INTERVAL=${value.interval}`);
  if (value.byMonth.length) parts.push(`BYMONTH=${value.byMonth.join(',')}`);
  if (value.byMonthDay.length) parts.push(`BYMONTHDAY=${value.byMonthDay.join(',')}`);
  if (value.byDay.length)
    parts.push(`BYDAY=${value.byDay.map(day => `${day.nth || ''}${WEEKDAYS[day.weekday]}`).join(',')}`);
  if (value.bySetPos.length) parts.push(`BYSETPOS=${value.bySetPos.join(',')}`);
  if (value.weekStart !== 0) parts.push(`WKST=${WEEKDAYS[value.weekStart]}`);
  return parts.join(';');
}
