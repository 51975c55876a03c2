/** The ways of writing when, each to the rule that a schedule stores. */
import { UserError } from '../../errors.ts';
import { parseWhen } from '../../schedule/parse-when.ts';
import type { Rule, Timed } from '../../schedule/reading.ts';
import { fromRfc5545 } from '../../schedule/rfc5545.ts';
import { fromSimple, type SimpleFields, toSimple } from '../../schedule/simple-fields.ts';
import { defined } from '../changes.ts';

/** What a body says that does not hold already. `start_at` is local: `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM[:SS]`. */
export interface TimingNews extends Partial<SimpleFields> {
  recurrence?: string[];
  when?: string;
}

export interface Timing {
  timed: Timed;
  /** Said by a phrase; undefined: not said. */
  skipHolidays?: string | null;
}

/** @param current what holds; null for a new schedule */
type Way = (news: TimingNews, current: Timed | null, context: { now: Temporal.Instant; timezone: string }) => Timing;

/** Simple fields; those that are not given stay as they are, and so do the limits that simple fields cannot say. */
export const fromFields: Way = (news, current, { now, timezone }) => {
  const known: Partial<SimpleFields> = current ? toSimple(current) : {};
  const kept = news.frequency === undefined ? known : { short_months: known.short_months };
  const frequency = news.frequency ?? known.frequency ?? 'once';
  const fields = defined({ ...kept, ...news, time: undefined, frequency, times: timesFor(frequency, news, known) });
  // The day alone of a series that goes on: with its old hour, an earlier new one would begin a day later.
  const first = frequency === 'once' ? known.start_at : known.start_at?.slice(0, 10);
  const start_at = news.start_at ?? first ?? today(fields, now, timezone);
  const { rule, anchor } = fromSimple({ ...fields, frequency, start_at });
  // Nobody who did not name a first day wants to read one.
  const start = news.start_at ? rule.start : (current?.rule.start ?? null);
  const limits = current && frequency !== 'once' ? limitsOf(current.rule) : {};
  return { timed: { rule: { ...rule, ...limits, start }, anchor, timezone } };
};

/** How long it goes on and what it leaves out: a new hour or new days do not end that. */
function limitsOf(rule: Rule): Partial<Rule> {
  const { rrule, at, extra, times, window, shift, short_months, ...limits } = rule;
  return limits;
}

/** Lines of RFC 5545. */
export const fromLines: Way = (news, current, { now, timezone }) => {
  const times = timesOf(news);
  const known = current ? toSimple(current).start_at : now.toZonedDateTimeISO(timezone).toPlainDate().toString();
  const start = withHour(news.start_at ?? known, times);
  const made = fromRfc5545(news.recurrence ?? [], { start, timezone, ...defined({ times }) });
  return { timed: { ...made, timezone } };
};

/** A phrase. */
export const fromPhrase: Way = (news, _current, { now, timezone }) => {
  const reading = parseWhen(news.when ?? '', { now, timezone });
  const [problem] = reading.problems;
  if (problem) {
    const { code, ...details } = problem;
    throw new UserError(code, { ...details, problems: reading.problems });
  }
  const { rule, anchor, options } = reading;
  const hasHour = reading.kind === 'recurring' ? reading.next !== null : reading.at?.includes('T');
  if (!rule || !anchor || !hasHour) throw new UserError('missing_time');
  return { timed: { rule, anchor, timezone: reading.timezone }, skipHolidays: options.skip_holidays };
};

/** A rule that simple fields cannot say keeps its days and takes the new hours and start. */
export const moved: Way = (news, current, { timezone }) => {
  const { rule, anchor } = current!;
  const times = timesOf(news) ?? rule.times;
  if (rule.times.length === 0 && times.length > 0) throw new UserError('unsupported_rule', { part: 'times' });
  if (news.start_at === undefined) return { timed: { rule: { ...rule, times }, anchor, timezone } };
  const start = withHour(news.start_at, times);
  return { timed: { rule: { ...rule, times, start: start.slice(0, 10) }, anchor: start, timezone } };
};

/** A start as local time, in whole seconds that are shown only where they are not zero; a bare date stays one. */
export function localStart(start: string, timezone: string): string {
  if (!start.includes('T')) return start;
  try {
    const hasOffset = /(Z|[+-]\d{2}:\d{2})$/.test(start);
    const local = hasOffset
      ? Temporal.Instant.from(start).toZonedDateTimeISO(timezone).toPlainDateTime()
      : Temporal.PlainDateTime.from(start);
    const seconds = local.round({ smallestUnit: 'second', roundingMode: 'floor' });
    return seconds.toString({ smallestUnit: seconds.second === 0 ? 'minute' : 'second' });
  } catch {
    throw new UserError('invalid_date', { words: start });
  }
}

/** The hours of a day: those that are given, else for a one-off that of its new start, else those that hold. */
function timesFor(frequency: string, news: TimingNews, known: Partial<SimpleFields>): string[] | undefined {
  const times = timesOf(news);
  const startHour = frequency === 'once' ? news.start_at?.split('T')[1] : undefined;
  if (!startHour) return times ?? known.times;
  if (times && !times.includes(startHour)) throw new UserError('two_schedules', { fields: ['start_at', 'time'] });
  return times;
}

function timesOf({ time, times }: TimingNews): string[] | undefined {
  if (times && times.length > 0) return [...new Set(times)].sort();
  return time ? [time] : undefined;
}

/** A start is needed where it tells the day; otherwise a series begins with the day it is made. */
function today(fields: Partial<SimpleFields>, now: Temporal.Instant, timezone: string): string {
  const { frequency, weekdays = [], day_of_month = null } = fields;
  const tellsDays =
    frequency === 'daily' ||
    (frequency === 'weekly' && weekdays.length > 0) ||
    (frequency === 'monthly' && day_of_month !== null);
  if (!tellsDays) throw new UserError('missing_schedule', { fields: ['start_at'] });
  return now.toZonedDateTimeISO(timezone).toPlainDate().toString();
}

function withHour(start: string, times: readonly string[] | undefined): string {
  if (start.includes('T')) return start;
  if (!times?.[0]) throw new UserError('missing_time');
  return `${start}T${times[0]}`;
}
