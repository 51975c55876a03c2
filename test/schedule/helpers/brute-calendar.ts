import type { Timed } from '../../../src/schedule/reading.ts';

/**
 * A slow, plain calendar to check the fast one against: it looks at every single day and asks whether the rule names it.
 * It shares no code with src/schedule. Days are numbers since 1970-01-01; the table is filled by counting up.
 */
interface Day {
  number: number;
  iso: string;
  year: number;
  month: number;
  dom: number;
  /** 0 is Monday. */
  weekday: number;
  length: number;
}

const FIRST_YEAR = 2015;
const LAST_YEAR = 2031;
const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const table: Day[] = [];
const byIso = new Map<string, Day>();
fillTable();

function fillTable(): void {
  // 2015-01-01 was a Thursday, 16,436 days after the epoch.
  let number = 16_436;
  let weekday = 3;
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    for (let month = 1; month <= 12; month++) {
      const leap = month === 2 && year % 4 === 0 ? 1 : 0;
      const length = LENGTHS[month - 1]! + leap;
      for (let dom = 1; dom <= length; dom++) {
        const iso = `${year}-${String(month).padStart(2, '0')}-${String(dom).padStart(2, '0')}`;
        const day = { number: number++, iso, year, month, dom, weekday, length };
        weekday = (weekday + 1) % 7;
        table.push(day);
        byIso.set(iso, day);
      }
    }
  }
}

/** Every send of the rule between its anchor and the end of the table, in milliseconds, found by brute force. */
export function bruteInstants({ rule, anchor, timezone }: Timed, limit: number): number[] {
  const parts = new Map(rule.rrule!.split(';').map(part => part.split('=') as [string, string]));
  const start = byIso.get(anchor.slice(0, 10))!;
  const found: number[] = [];
  for (let index = start.number - table[0]!.number; index < table.length; index++) {
    const day = table[index]!;
    if (rule.until !== null && day.iso > rule.until) break;
    if ((rule.start !== null && day.iso < rule.start) || !names(parts, rule.short_months, start, day)) continue;
    if (rule.exclude.includes(CODES[day.weekday]!) || rule.exclude.includes(day.iso)) continue;
    const instants = rule.times
      .filter(time => day !== start || time >= anchor.slice(11))
      .map(time => instantOf(day, time, timezone));
    found.push(...instants);
    if (found.length > limit * 2 + 8) break;
  }
  const sorted = [...new Set(found)].sort((a, b) => a - b);
  return sorted.slice(0, Math.min(limit, rule.count ?? limit));
}

function names(parts: Map<string, string>, shortMonths: string, start: Day, day: Day): boolean {
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const list = (key: string) => parts.get(key)?.split(',') ?? [];
  const months = list('BYMONTH').map(Number);
  const freq = parts.get('FREQ')!;
  if (freq === 'DAILY')
    return (day.number - start.number) % interval === 0 && (!months.length || months.includes(day.month));
  if (freq === 'WEEKLY') {
    const weeks = (day.number - day.weekday - (start.number - start.weekday)) / 7;
    const weekdays = list('BYDAY').length ? list('BYDAY') : [CODES[start.weekday]!];
    return weeks % interval === 0 && weekdays.includes(CODES[day.weekday]!);
  }
  const distance = freq === 'YEARLY' ? day.year - start.year : (day.year - start.year) * 12 + day.month - start.month;
  if (distance % interval !== 0) return false;
  if (freq === 'YEARLY' && day.month !== (months[0] ?? start.month)) return false;
  if (freq === 'MONTHLY' && months.length && !months.includes(day.month)) return false;
  return inMonth(list('BYDAY'), list('BYMONTHDAY').map(Number), list('BYSETPOS').map(Number), shortMonths, start, day);
}

function inMonth(
  byDay: string[],
  byMonthDay: number[],
  positions: number[],
  shortMonths: string,
  start: Day,
  day: Day,
): boolean {
  const month = table.slice(
    day.number - day.dom + 1 - table[0]!.number,
    day.number - day.dom + 1 - table[0]!.number + day.length,
  );
  const matches = (other: Day) => {
    if (byDay.length) return byDay.some(code => fitsWeekday(code, other));
    const wanted = byMonthDay.length ? byMonthDay : [start.dom];
    return wanted.some(
      dom =>
        dom === other.dom ||
        dom === other.dom - other.length - 1 ||
        (shortMonths === 'last_day' && dom > other.length && other.dom === other.length),
    );
  };
  if (!matches(day)) return false;
  if (!positions.length) return true;
  const all = month.filter(matches);
  const position = all.indexOf(day) + 1;
  return positions.includes(position) || positions.includes(position - all.length - 1);
}

function fitsWeekday(code: string, day: Day): boolean {
  if (code.slice(-2) !== CODES[day.weekday]) return false;
  const nth = Number(code.slice(0, -2) || 0);
  return nth === 0 || nth === Math.ceil(day.dom / 7) || -nth === Math.ceil((day.length - day.dom + 1) / 7);
}

/** Tries the offsets before and after: the first that is in force at its own instant, else (a gap) the one before. */
function instantOf(day: Day, time: string, timezone: string): number {
  const local = day.number * 86_400_000 + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
  const offsetAt = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone).offsetNanoseconds / 1e6;
  const before = offsetAt(local - 86_400_000);
  const after = offsetAt(local + 86_400_000);
  const valid = [local - before, local - after].filter(ms => offsetAt(ms) === local - ms).sort((a, b) => a - b);
  return valid[0] ?? local - before;
}
