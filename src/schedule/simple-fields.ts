import { UserError } from '../errors.ts';
import { civilDate, dayOfIso, weekdayIndex } from './civil.ts';
import { type Rule, type Timed, WEEKDAYS, type Weekday, weekdayNumber } from './reading.ts';
import { firstInstantAfter, localDateTime } from './recurrence.ts';
import { type Frequency, formatRrule, parseRrule, rruleValue } from './rrule-value.ts';
import { emptyRule } from './said.ts';

/** `custom`: a rule that the simple fields cannot tell. */
export const SIMPLE_FREQUENCIES = ['once', 'daily', 'weekly', 'monthly', 'yearly', 'custom'] as const;
export type SimpleFrequency = (typeof SIMPLE_FREQUENCIES)[number];

/** The simple way to write a schedule, as the API has it. */
export interface SimpleFields {
  frequency: SimpleFrequency;
  /** Local date-time of the first send (or the earliest it may be); a bare date where `time` or `times` tells the hour. */
  start_at: string;
  /** `HH:MM`; null when there are several or none. */
  time: string | null;
  times: string[];
  weekdays: Weekday[];
  day_of_month: number | null;
  short_months: 'last_day' | 'skip';
}

const FREQUENCY: Readonly<Record<'daily' | 'weekly' | 'monthly' | 'yearly', Frequency>> = {
  daily: 'DAILY',
  weekly: 'WEEKLY',
  monthly: 'MONTHLY',
  yearly: 'YEARLY',
};
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * The simple fields → a rule. Weekdays and day of month default to those of `start_at`, the hour too.
 *
 * @param fields.start_at local `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS]`
 * @throws UserError `missing_time` without any hour, `invalid_time`, `invalid_date`, `unknown_weekday`, or `unsupported_rule` for `custom`
 */
export function fromSimple(fields: Partial<SimpleFields> & Pick<SimpleFields, 'frequency' | 'start_at'>): {
  rule: Rule;
  anchor: string;
} {
  const start = startOf(fields.start_at);
  const given = fields.times?.length ? fields.times : fields.time ? [fields.time] : start.time ? [start.time] : [];
  if (given.length === 0) throw new UserError('missing_time');
  const times = [...new Set(given)].sort();
  const bad = times.find(time => time !== start.time && !TIME.test(time));
  if (bad) throw new UserError('invalid_time', { words: bad });
  const moments = times.map(time => `${start.date}T${time}`);
  if (fields.frequency === 'once')
    return { rule: { ...emptyRule(), at: moments[0]!, extra: moments.slice(1), times }, anchor: moments[0]! };
  if (fields.frequency === 'custom') throw new UserError('unsupported_rule', { part: 'frequency' });
  const freq = FREQUENCY[fields.frequency];
  const rule: Rule = {
    ...emptyRule(),
    rrule: formatRrule(rruleValue(freq, dayParts(freq, fields, start.date))),
    times,
    short_months: fields.short_months ?? 'last_day',
  };
  // An hour in start_at means "not before"; the hours of the other days may be earlier ones.
  const earliest = `${start.date}T${start.time && start.time > times[0]! ? start.time : times[0]}`;
  return { rule: { ...rule, start: start.date }, anchor: earliest };
}

function startOf(start: string): { date: string; time: string | null } {
  const [date = '', time] = start.split('T');
  try {
    Temporal.PlainDate.from(date);
  } catch {
    throw new UserError('invalid_date', { words: start });
  }
  if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time))
    throw new UserError('invalid_time', { words: time });
  return { date, time: time?.replace(/:00$/, match => (time.length > 5 ? '' : match)) ?? null };
}

function dayParts(freq: Frequency, fields: Partial<SimpleFields>, date: string) {
  const day = dayOfIso(date);
  const own = civilDate(day);
  if (freq === 'WEEKLY') {
    const weekdays = fields.weekdays?.length ? fields.weekdays.map(code => weekdayNumber(code)) : [weekdayIndex(day)];
    if (weekdays.includes(-1)) throw new UserError('unknown_weekday');
    return { byDay: [...new Set(weekdays)].sort((a, b) => a - b).map(weekday => ({ nth: 0, weekday })) };
  }
  const monthDay = fields.day_of_month ?? own.day;
  if (!Number.isInteger(monthDay) || monthDay === 0 || monthDay < -31 || monthDay > 31)
    throw new UserError('invalid_date', { words: String(monthDay) });
  if (freq === 'MONTHLY') return { byMonthDay: [monthDay] };
  return freq === 'YEARLY' ? { byMonth: [own.month], byMonthDay: [monthDay] } : {};
}

/** A rule as the simple fields tell it; what they cannot tell is `custom`. */
export function toSimple(timed: Timed): SimpleFields {
  const { rule, anchor, timezone } = timed;
  const times = rule.times;
  const base = {
    time: times.length === 1 ? times[0]! : null,
    times,
    weekdays: [],
    day_of_month: null,
    short_months: rule.short_months,
  };
  if (rule.rrule === null) return { ...base, frequency: 'once', start_at: rule.at ?? anchor };
  const before = Temporal.PlainDateTime.from(anchor).toZonedDateTime(timezone).toInstant().subtract({ seconds: 1 });
  const first = firstInstantAfter(timed, before);
  const start_at = first ? localDateTime(first, timezone) : anchor;
  return { ...base, start_at, ...simpleDays(rule) };
}

function simpleDays(rule: Rule): Pick<SimpleFields, 'frequency'> & Partial<SimpleFields> {
  const value = parseRrule(rule.rrule!);
  const plain =
    value.interval === 1 && !rule.window && !rule.shift && rule.extra.length === 0 && value.bySetPos.length === 0;
  const weekdays = value.byDay.map(day => WEEKDAYS[day.weekday]!);
  const monthDay = value.byMonthDay.length === 1 ? value.byMonthDay[0]! : null;
  if (!plain) return { frequency: 'custom' };
  if (value.freq === 'DAILY' && weekdays.length + value.byMonth.length + value.byMonthDay.length === 0)
    return { frequency: 'daily' };
  if (value.freq === 'WEEKLY' && weekdays.length && !value.byMonth.length) return { frequency: 'weekly', weekdays };
  if (weekdays.length || monthDay === null) return { frequency: 'custom' };
  if (value.freq === 'MONTHLY' && !value.byMonth.length) return { frequency: 'monthly', day_of_month: monthDay };
  return value.freq === 'YEARLY' && value.byMonth.length === 1
    ? { frequency: 'yearly', day_of_month: monthDay }
    : { frequency: 'custom' };
}
