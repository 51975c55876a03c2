/** From the fields that say when to the rule that a schedule stores. */
import { UserError } from '../../errors.ts';
import { describe } from '../../schedule/describe.ts';
import { parseWhen } from '../../schedule/parse-when.ts';
import type { Timed } from '../../schedule/reading.ts';
import { fromRfc5545, toRfc5545 } from '../../schedule/rfc5545.ts';
import { fromSimple, type SimpleFields, toSimple } from '../../schedule/simple-fields.ts';
import { defined } from '../changes.ts';
import type { ScheduleBody } from './schedule-schema.ts';

/** What a phrase is read against. */
export interface TimingContext {
  now: Temporal.Instant;
  /** IANA; of the schedule, or the product's for a new one. */
  timezone: string;
}

/** All ways of saying when that apply to a rule, as they are read back; `start_at` is local. */
export function readTiming(timed: Timed) {
  const sentence = describe(timed);
  return { ...toSimple(timed), recurrence: toRfc5545(timed), when: sentence, description: sentence };
}

/**
 * The rule that a body asks for.
 *
 * A client may send back what it read with a change in it: fields that say what holds already are not looked at.
 *
 * @param current the schedule's rule; null for a new one
 * @returns null when nothing about it changes
 * @throws UserError `two_schedules` when two ways of saying it change at once, `missing_schedule`, `missing_time`,
 * and whatever the language refuses
 */
export function timingOf(body: ScheduleBody, current: Timed | null, context: TimingContext): Timed | null {
  const timezone = body.timezone ?? current?.timezone ?? context.timezone;
  const said = changedFields(body, current, timezone);
  const ways = WAYS.filter(way => way.fields.some(field => said.has(field)));
  if (ways.length > 1) throw new UserError('two_schedules', { fields: [...said] });
  const read =
    ways[0]?.read ?? (['start_at', 'time', 'times'].some(field => said.has(field)) ? sameWay(current) : null);
  if (read) return read(body, current, { ...context, timezone });
  if (!current) throw new UserError('missing_schedule');
  return timezone === current.timezone ? null : { ...current, timezone };
}

type Reader = (body: ScheduleBody, current: Timed | null, context: TimingContext) => Timed;

/** The fields that belong to one way only; `start_at`, `time` and `times` go with the first two. */
const WAYS: readonly { fields: readonly (keyof ScheduleBody)[]; read: Reader }[] = [
  { fields: ['frequency', 'weekdays', 'day_of_month', 'short_months'], read: fromFields },
  { fields: ['recurrence'], read: fromLines },
  { fields: ['when'], read: fromPhrase },
];

function changedFields(body: ScheduleBody, current: Timed | null, timezone: string): Set<string> {
  const known: Record<string, unknown> = current ? { ...readTiming(current) } : {};
  const given = defined({
    ...{ frequency: body.frequency, weekdays: body.weekdays, day_of_month: body.day_of_month },
    ...{ short_months: body.short_months, recurrence: body.recurrence, when: body.when },
    ...{ time: body.time, times: body.times, start_at: body.start_at && localStart(body.start_at, timezone) },
  });
  const changed = Object.entries(given).filter(
    ([field, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(known[field]),
  );
  // A start in the words of its zone says the same whatever the zone is called.
  return new Set(changed.map(([field]) => field));
}

/** A new hour or start alone: in simple fields where they can say the rule, otherwise on the rule itself. */
function sameWay(current: Timed | null): Reader {
  return current && toSimple(current).frequency === 'custom' ? shifted : fromFields;
}

function fromFields(body: ScheduleBody, current: Timed | null, context: TimingContext): Timed {
  const { frequency, weekdays, day_of_month, short_months } = body;
  const known: Partial<SimpleFields> = current ? toSimple(current) : {};
  const kept = frequency === undefined ? known : defined({ times: known.times, short_months: known.short_months });
  const merged: Partial<SimpleFields> = {
    ...kept,
    ...defined({ frequency, weekdays, day_of_month: day_of_month ?? undefined, short_months }),
    ...timesOf(body),
  };
  const start_at = body.start_at ? localStart(body.start_at, context.timezone) : known.start_at;
  const { rule, anchor } = fromSimple({
    ...merged,
    frequency: merged.frequency ?? 'once',
    start_at: start_at ?? today(merged, context),
  });
  // Nobody who did not name a first day wants to read one.
  const start = body.start_at ? rule.start : (current?.rule.start ?? null);
  return { rule: { ...rule, start }, anchor, timezone: context.timezone };
}

/** A start is needed where it tells the day; otherwise a series begins with the day it is made. */
function today(fields: Partial<SimpleFields>, { now, timezone }: TimingContext): string {
  const { frequency, weekdays = [], day_of_month = null } = fields;
  const tellsDays =
    frequency === 'daily' ||
    (frequency === 'weekly' && weekdays.length > 0) ||
    (frequency === 'monthly' && day_of_month !== null);
  if (!tellsDays) throw new UserError('missing_schedule', { fields: ['start_at'] });
  return now.toZonedDateTimeISO(timezone).toPlainDate().toString();
}

function fromLines(body: ScheduleBody, current: Timed | null, context: TimingContext): Timed {
  const { timezone } = context;
  const times = timesOf(body).times;
  const known = current ? toSimple(current).start_at : undefined;
  const given = body.start_at ? localStart(body.start_at, timezone) : known;
  const start = withHour(given ?? context.now.toZonedDateTimeISO(timezone).toPlainDate().toString(), times);
  return { ...fromRfc5545(body.recurrence ?? [], { start, timezone, ...defined({ times }) }), timezone };
}

function fromPhrase(body: ScheduleBody, _current: Timed | null, { now, timezone }: TimingContext): Timed {
  const reading = parseWhen(body.when ?? '', { now, timezone });
  const [problem] = reading.problems;
  if (problem) {
    const { code, ...details } = problem;
    throw new UserError(code, { ...details, problems: reading.problems });
  }
  const { rule, anchor } = reading;
  const hasHour = reading.kind === 'recurring' ? reading.next !== null : reading.at?.includes('T');
  if (!rule || !anchor || !hasHour) throw new UserError('missing_time');
  return { rule: withSkipped(rule, reading.options.skip_holidays), anchor, timezone: reading.timezone };
}

function withSkipped(rule: Timed['rule'], place: string | null): Timed['rule'] {
  if (!place || rule.exclude.includes('HOLIDAYS')) return rule;
  return { ...rule, exclude: [...rule.exclude, 'HOLIDAYS'], holidays: place };
}

/** A rule that only phrases or lines can say keeps its days and takes the new hours and start. */
function shifted(body: ScheduleBody, current: Timed | null, { timezone }: TimingContext): Timed {
  const { rule, anchor } = current!;
  const { times = rule.times } = timesOf(body);
  if (rule.times.length === 0 && times.length > 0) throw new UserError('unsupported_rule', { part: 'times' });
  const start = body.start_at ? withHour(localStart(body.start_at, timezone), times) : anchor;
  return { rule: { ...rule, times, ...(body.start_at ? { start: start.slice(0, 10) } : {}) }, anchor: start, timezone };
}

function timesOf({ time, times }: ScheduleBody): { times?: string[] } {
  if (times && times.length > 0) return { times: [...new Set(times)].sort() };
  return time ? { times: [time] } : {};
}

function withHour(start: string, times: readonly string[] | undefined): string {
  if (start.includes('T')) return start;
  if (!times?.[0]) throw new UserError('missing_time');
  return `${start}T${times[0]}`;
}

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
