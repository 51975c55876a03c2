/** Which of a body's fields say when, and whether they say something new. */
import type { Schedule } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { describe } from '../../schedule/describe.ts';
import type { Timed } from '../../schedule/reading.ts';
import { toRfc5545 } from '../../schedule/rfc5545.ts';
import { toSimple } from '../../schedule/simple-fields.ts';
import { timedOf } from '../../scheduling/timed.ts';
import type { ScheduleBody } from './schedule-schema.ts';
import { fromFields, fromLines, fromPhrase, localStart, moved, type Timing, type TimingNews } from './timing-ways.ts';

/** What a phrase is read against. */
export interface TimingContext {
  now: Temporal.Instant;
  /** IANA; of schedules that name none. */
  timezone: string;
}

/** What a schedule has that says when. */
export type TimedSchedule = Pick<Schedule, 'rule' | 'anchor' | 'timezone' | 'skipHolidays'>;

/** All ways of saying when that apply to a schedule, as they are read back; `start_at` is local. */
export function readTiming(schedule: TimedSchedule) {
  const timed = timedOf(schedule);
  const sentence = describe(timed);
  return { ...toSimple(timed), recurrence: toRfc5545(timed), when: sentence, description: sentence };
}

/**
 * The rule that a body asks for.
 *
 * A client may send back what it read with a change in it: fields that say what holds already are not looked at.
 *
 * @param current null for a new schedule
 * @returns null when nothing about it changes
 * @throws UserError `two_schedules` when two ways of saying it change at once, `missing_schedule`, `missing_time`,
 * and whatever the language refuses
 */
export function timingOf(body: ScheduleBody, current: TimedSchedule | null, context: TimingContext): Timing | null {
  const timezone = body.timezone ?? current?.timezone ?? context.timezone;
  const news = newsOf(body, current, timezone);
  const { frequency, weekdays, day_of_month, short_months, recurrence, when, ...shared } = news;
  const says = (...fields: unknown[]) => fields.some(field => field !== undefined);
  const ways = [
    ...(says(when) ? [fromPhrase] : []),
    ...(says(recurrence) ? [fromLines] : []),
    ...(says(frequency, weekdays, day_of_month, short_months) ? [fromFields] : []),
  ];
  if (ways.length > 1) throw new UserError('two_schedules', { fields: Object.keys(news) });
  const timed = current && withoutHolidays(current, body);
  // A new hour or start alone: in simple fields where they can say the rule, otherwise on the rule itself.
  const isCustom = timed !== null && toSimple(timed).frequency === 'custom';
  const read = ways[0] ?? (says(...Object.values(shared)) ? (isCustom ? moved : fromFields) : null);
  if (read) {
    const { timed: rule, skipHolidays } = read(news, timed, { now: context.now, timezone });
    // A phrase replaces the whole when, its holidays too, unless the field beside it names some.
    return skipHolidays === undefined || (skipHolidays === null && body.skip_holidays)
      ? { timed: rule }
      : { timed: rule, skipHolidays };
  }
  if (!timed || !current) throw new UserError('missing_schedule');
  const isSame = timezone === current.timezone && timed.rule === current.rule;
  return isSame ? null : { timed: { ...timed, timezone } };
}

/** The fields that differ from what holds, with `start_at` as local time of the zone that will hold. */
function newsOf(body: ScheduleBody, current: TimedSchedule | null, timezone: string): TimingNews {
  const known: Record<string, unknown> = current ? { ...readTiming(current) } : {};
  const given = {
    ...{ frequency: body.frequency, recurrence: body.recurrence, when: body.when, time: body.time, times: body.times },
    ...{ weekdays: body.weekdays, day_of_month: body.day_of_month, short_months: body.short_months },
  };
  const isNew = ([field, value]: [string, unknown]) =>
    value !== undefined && value !== null && JSON.stringify(value) !== JSON.stringify(known[field]);
  const news: TimingNews = Object.fromEntries(Object.entries(given).filter(isNew));
  if (body.start_at && localStart(body.start_at, current?.timezone ?? timezone) !== known.start_at) {
    news.start_at = localStart(body.start_at, timezone);
  }
  if (news.frequency === undefined) return news;
  // Another frequency reads the day fields anew, those too that have the same value.
  const days = Object.entries(given).filter(([field, value]) => DAY_FIELDS.includes(field) && value != null);
  return { ...news, ...Object.fromEntries(days) };
}

const DAY_FIELDS = ['weekdays', 'day_of_month', 'short_months'];

/** `skip_holidays: null` takes back what a phrase ("sem feriados") wrote into the rule. */
function withoutHolidays({ rule, anchor, timezone }: TimedSchedule, body: ScheduleBody): Timed {
  if (body.skip_holidays !== null || !rule.exclude.includes('HOLIDAYS')) return { rule, anchor, timezone };
  const exclude = rule.exclude.filter(item => item !== 'HOLIDAYS');
  return { rule: { ...rule, exclude }, anchor, timezone };
}
