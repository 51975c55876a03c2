import { UserError } from '../errors.ts';
import { formatTime, parseTime } from './clock-time.ts';
import { type Rule, type Timed, WEEKDAYS, weekdayNumber } from './reading.ts';
import { nextInstants } from './recurrence.ts';
import { formatRrule, parseRrule, type RruleValue } from './rrule-value.ts';
import { emptyRule } from './said.ts';

/**
 * A rule as RFC 5545 lines (`RRULE:…`, `EXDATE;TZID=…`, `RDATE;TZID=…`), the way Google Calendar's API has them; the first send is DTSTART.
 *
 * @returns null where RFC 5545 cannot say it: working days, holidays, short months that take their last day, ranges left out of an endless rule
 */
export function toRfc5545(timed: Timed): string[] | null {
  const { rule, timezone } = timed;
  if (rule.rrule === null)
    return rule.at === null ? null : rule.extra.length ? [dateLine('RDATE', rule.extra, timezone)] : [];
  // UNTIL and COUNT exclude each other (§3.3.10).
  if (rule.shift || rule.exclude.includes('HOLIDAYS') || (rule.until && rule.count !== null)) return null;
  const value = parseRrule(rule.rrule);
  if (needsLastDay(value, rule)) return null;
  // BYSETPOS picks among days times hours (§3.3.10): "the first working day, at 8 and at 20" would lose its 20.
  if (value.bySetPos.length > 0 && rule.times.length > 1) return null;
  const days = withoutWeekdays(value, rule);
  const times = clockParts(value, rule);
  if (!days || times === null) return null;
  const dates = rule.exclude.filter(item => weekdayNumber(item) < 0);
  if (dates.some(item => item.includes('/')) || (dates.length && rule.count !== null)) return null;
  const end = rule.until
    ? `;UNTIL=${untilStamp(rule, rule.until, timezone)}`
    : rule.count === null
      ? ''
      : `;COUNT=${rule.count}`;
  const lines = [`RRULE:${formatRrule(days)}${times}${end}`];
  const left = dates.flatMap(date => rule.times.map(time => `${date}T${time}`));
  if (left.length) lines.push(dateLine('EXDATE', left, timezone));
  if (rule.extra.length) lines.push(dateLine('RDATE', rule.extra, timezone));
  return lines;
}

/** RFC 5545 skips a month without the day; a rule that takes the last day instead has no RRULE. */
function needsLastDay(value: RruleValue, rule: Rule): boolean {
  if (rule.short_months === 'skip') return false;
  const days = value.byMonthDay;
  if (value.freq === 'YEARLY') return days.includes(29) && value.byMonth.includes(2);
  return value.freq === 'MONTHLY' && days.some(day => day > 28);
}

/** Excluded weekdays as the weekdays that remain, where that says the same. */
function withoutWeekdays(value: RruleValue, rule: Rule): RruleValue | null {
  const excluded = new Set(rule.exclude.map(weekdayNumber).filter(weekday => weekday >= 0));
  if (excluded.size === 0) return value;
  const daily = value.freq === 'DAILY' && value.byDay.length === 0;
  if (!daily && (value.freq !== 'WEEKLY' || value.byDay.length === 0)) return null;
  const named = daily ? WEEKDAYS.map((_, weekday) => ({ nth: 0, weekday })) : value.byDay;
  const byDay = named.filter(day => !excluded.has(day.weekday));
  return byDay.length ? { ...value, byDay } : null;
}

/** BYHOUR and BYMINUTE; null where the times are not every hour with every minute of the two lists. */
function clockParts(value: RruleValue, rule: Rule): string | null {
  if (rule.window) return null;
  if (value.freq === 'HOURLY' || value.freq === 'MINUTELY') return '';
  if (rule.times.length === 0) return '';
  const times = rule.times.map(parseTime);
  const hours = [...new Set(times.map(time => Math.floor(time / 3600)))];
  const minutes = [...new Set(times.map(time => Math.floor(time / 60) % 60))];
  return hours.length * minutes.length === times.length
    ? `;BYHOUR=${hours.join(',')};BYMINUTE=${minutes.join(',')}`
    : null;
}

function stamp(local: string): string {
  return `${local.replace(/[-:]/g, '')}00`.slice(0, 15);
}

/** The instant that was given, else the last second of the last day; in UTC as §3.3.10 demands beside a DTSTART with a zone. */
function untilStamp(rule: Rule, until: string, timezone: string): string {
  const end = rule.until_instant
    ? Temporal.Instant.from(rule.until_instant)
    : Temporal.PlainDateTime.from(`${until}T23:59:59`).toZonedDateTime(timezone).toInstant();
  return end.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
}

function dateLine(name: string, local: string[], timezone: string): string {
  return `${name};TZID=${timezone}:${local.map(stamp).join(',')}`;
}

/**
 * RFC 5545 lines → a rule. The hour is that of `times`, else of BYHOUR and BYMINUTE, else of `start`.
 *
 * @param options.start local date-time `YYYY-MM-DDTHH:MM[:SS]`: DTSTART
 * @throws UserError `unsupported_rule` for what this program cannot keep (`details.part` names it)
 */
export function fromRfc5545(
  lines: string[],
  options: { start: string; timezone: string; times?: string[] },
): { rule: Rule; anchor: string } {
  const { start, timezone } = options;
  const found = { RRULE: [] as string[], EXDATE: [] as string[], RDATE: [] as string[] };
  for (const line of lines) {
    const [head = '', body = ''] = line.split(/:(.*)/s);
    const name = head.split(';')[0]!.toUpperCase();
    if (name !== 'RRULE' && name !== 'EXDATE' && name !== 'RDATE')
      throw new UserError('unsupported_rule', { part: line });
    found[name].push(
      ...(name === 'RRULE' ? [body] : body.split(',').map(value => localOf(value, head, timezone, start))),
    );
  }
  if (found.RRULE.length > 1) throw new UserError('unsupported_rule', { part: 'RRULE' });
  if (!found.RRULE[0])
    return { rule: { ...emptyRule(), at: start, extra: found.RDATE, times: [start.slice(11)] }, anchor: start };
  const { rrule, hours, minutes, until, count } = splitRrule(found.RRULE[0]);
  const interval = /FREQ=(HOURLY|MINUTELY)/.test(rrule);
  const times = options.times ?? hours.flatMap(hour => minutes.map(minute => formatTime(hour * 3600 + minute * 60)));
  const rule: Rule = {
    ...emptyRule(),
    rrule: formatRrule(parseRrule(rrule)),
    times: interval ? [] : (times.length ? times : [start.slice(11)]).sort(),
    until: until && localOf(until, '', timezone, start).slice(0, 10),
    ...(until?.includes('T') ? { until_instant: instantOf(until, timezone, start) } : {}),
    exclude: [...new Set(found.EXDATE.map(local => local.slice(0, 10)))],
    extra: found.RDATE,
    // What RFC 5545 does (§3.3.10): an invalid date is ignored.
    short_months: 'skip',
  };
  return { rule: { ...rule, count: count === null ? null : countKept(rule, count, start, timezone) }, anchor: start };
}

/** COUNT counts before EXDATE takes away (§3.8.5.1); a rule's count is what is really sent. */
function countKept(rule: Rule, count: number, start: string, timezone: string): number {
  if (rule.exclude.length === 0) return count;
  const whole: Timed = { rule: { ...rule, exclude: [], count }, anchor: start, timezone };
  const before = Temporal.PlainDateTime.from(start).toZonedDateTime(timezone).toInstant().subtract({ seconds: 1 });
  const days = nextInstants(whole, { after: before, count }).map(instant =>
    instant.toZonedDateTimeISO(timezone).toPlainDate().toString(),
  );
  return count - days.filter(day => rule.exclude.includes(day)).length;
}

function splitRrule(text: string) {
  const kept: string[] = [];
  const numbers: Record<string, number[]> = {};
  let until: string | null = null;
  for (const part of text.toUpperCase().split(';').filter(Boolean)) {
    const [key = '', value = ''] = part.split('=');
    if (key === 'UNTIL') until = value;
    else if (key === 'BYHOUR' || key === 'BYMINUTE' || key === 'COUNT')
      numbers[key] = value.split(',').map(item => bounded(item, part, key));
    else kept.push(part);
  }
  return {
    rrule: kept.join(';'),
    hours: numbers.BYHOUR ?? [],
    minutes: numbers.BYMINUTE ?? [0],
    until,
    count: numbers.COUNT?.[0] ?? null,
  };
}

const LIMITS: Readonly<Record<string, number>> = { BYHOUR: 23, BYMINUTE: 59, COUNT: 100_000 };

function bounded(item: string, part: string, key: string): number {
  const number = /^\d{1,6}$/.test(item) ? Number(item) : Number.NaN;
  if (!(number <= LIMITS[key]!)) throw new UserError('unsupported_rule', { part });
  return number;
}

/** UNTIL with a time, as an instant. One without a Z is local, as its DTSTART is. */
function instantOf(value: string, timezone: string, start: string): string {
  const local = Temporal.PlainDateTime.from(localOf(value, '', timezone, start));
  return local.toZonedDateTime(timezone).toInstant().toString();
}

/** `20261225T090000Z`, `20261225T090000` or `20261225` (then at the start's hour) → local date-time of the schedule's zone. */
function localOf(value: string, head: string, timezone: string, start: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value.trim());
  if (!match) throw new UserError('unsupported_rule', { part: value });
  const [, year, month, day, hour, minute, second, utc] = match;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return `${date}T${start.slice(11)}`;
  const plain = Temporal.PlainDateTime.from(`${date}T${hour}:${minute}:${second}`);
  const zone = utc ? 'UTC' : (/TZID=([^;:]+)/i.exec(head)?.[1] ?? timezone);
  const local = plain.toZonedDateTime(zone).withTimeZone(timezone).toPlainDateTime();
  return local.toString({ smallestUnit: local.second === 0 ? 'minute' : 'second' });
}
