import { easterDay, isoDate } from '../schedule/civil.ts';
import type { Timed } from '../schedule/reading.ts';
import { nextInstants } from '../schedule/recurrence.ts';
import type { Remark } from './remarks.ts';

/** Days after Easter Sunday. Both are holidays by custom alone: no federal law names them (Lei 662/1949, Lei 9.093/1995). */
const CARNIVAL = [-48, -47] as const;
const CORPUS_CHRISTI = [60] as const;
const WORKING_WEEK = /^FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR$/;

/**
 * Says that the next Carnival and Corpus Christi are not left out of a rule that leaves holidays out, or that is made of
 * working days: most shops are closed then, and think of them as holidays.
 *
 * @returns one remark, with the instants that the rule has on those days; none where it has none, or names no such days
 */
export function customaryHolidays(timed: Timed, now: Temporal.Instant): Remark[] {
  const { rule, timezone } = timed;
  const leavesOut = rule.exclude.includes('HOLIDAYS') || rule.shift !== null;
  if (rule.rrule === null || !(leavesOut || WORKING_WEEK.test(rule.rrule))) return [];
  const carnival = sendsOn(CARNIVAL, timed, now);
  const corpusChristi = sendsOn(CORPUS_CHRISTI, timed, now);
  if (carnival.length + corpusChristi.length === 0) return [];
  // The words to copy keep what is left out already.
  const names = (sends: readonly unknown[], code: string) => sends.length > 0 || (rule.holidays ?? '').includes(code);
  const details = {
    ...{ carnival, corpus_christi: corpusChristi, leaves_out: leavesOut, timezone },
    is_one_day: carnival.length + corpusChristi.length === 1,
    names_carnival: names(carnival, '+CARNAVAL'),
    names_corpus_christi: names(corpusChristi, '+CORPUS_CHRISTI'),
  };
  return [{ code: 'customary_holidays', details }];
}

/** The rule's first instants on the days so far from Easter that come next. */
function sendsOn(days: readonly number[], timed: Timed, now: Temporal.Instant): Temporal.Instant[] {
  const today = now.toZonedDateTimeISO(timed.timezone).toPlainDate();
  const easters = [today.year, today.year + 1].map(easterDay);
  return days.flatMap(day => {
    const dates = easters.map(easter => Temporal.PlainDate.from(isoDate(easter + day)));
    const date = dates.find(one => Temporal.PlainDate.compare(one, today) >= 0);
    if (!date) return [];
    const start = date.toZonedDateTime(timed.timezone).toInstant();
    const [first] = nextInstants(timed, { after: start.subtract({ milliseconds: 1 }), count: 1 });
    const isThen = first?.toZonedDateTimeISO(timed.timezone).toPlainDate().equals(date);
    return first && isThen ? [first] : [];
  });
}
