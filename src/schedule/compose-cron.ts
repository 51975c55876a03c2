import { formatTime } from './clock-time.ts';
import { anchorOf } from './compose-anchor.ts';
import type { PieceOf } from './pieces.ts';
import type { Rule } from './reading.ts';
import { formatRrule, rruleValue } from './rrule-value.ts';
import { emptyRule, type Said, unclear } from './said.ts';

/** More times a day than this no longer read as a list of times. */
const MAX_TIMES = 1440;

const range = (length: number) => Array.from({ length }, (_, index) => index);

/** A cron line as a rule: its hours and minutes become the times of its days. Nothing else may be said beside it. */
export function composeCron(said: Said, cron: PieceOf<'cron'>): { rule: Rule; anchor: string } {
  const other = said.pieces.find(piece => !['cron', 'zone', 'option'].includes(piece.kind));
  if (other) unclear('ambiguous_recurrence', { asks: true }, other);
  const hours = cron.hours.length ? cron.hours : range(24);
  const minutes = cron.minutes.length ? cron.minutes : range(60);
  const times = hours.flatMap(hour => minutes.map(minute => formatTime(hour * 3600 + minute * 60))).slice(0, MAX_TIMES);
  const byMonth = cron.months;
  const byDay = cron.weekdays.map(weekday => ({ nth: 0, weekday }));
  const value = cron.weekdays.length
    ? rruleValue('WEEKLY', { byDay, byMonth })
    : cron.days.length
      ? rruleValue('MONTHLY', { byMonthDay: cron.days, byMonth })
      : rruleValue('DAILY', { byMonth });
  // Cron knows no last day for a month that is too short: it waits for one that has the day.
  const rule: Rule = {
    ...emptyRule(),
    rrule: formatRrule(value),
    times,
    short_months: cron.days.length ? 'skip' : 'last_day',
  };
  return { rule, anchor: anchorOf(said, rule) };
}
