import { dayOfIso, isoDate } from './civil.ts';
import { formatTime, parseTime, type SecondOfDay, timesInWindow } from './clock-time.ts';
import { anchorOf } from './compose-anchor.ts';
import type { SaidTime } from './pieces.ts';
import type { Rule } from './reading.ts';
import { localDateTime } from './recurrence.ts';
import { formatRrule, type RruleValue } from './rrule-value.ts';
import { all, localText, only, refuse, type Said, timesOf, unclear } from './said.ts';
import { epochMsOf } from './walk.ts';

/** The times of a rule that goes by days. Returns its anchor: the first day and hour that are still to come. */
export function readTimes(said: Said, rule: Rule): string {
  const window = only(said, 'window', 'ambiguous_time');
  const fromTo = all(said, 'start_time')[0] ?? all(said, 'until_time')[0];
  if (window || fromTo) unclear('ambiguous_recurrence', { asks: true }, window ?? fromTo!);
  rule.times = timesOf(said).seconds.map(formatTime);
  checkRate(said, rule);
  if (rule.times.length === 0)
    return said.phrase ? localText(said.today, '00:00') : unclear('missing_time', { asks: true });
  refusePastStart(said, rule);
  return anchorOf(said, rule);
}

/** "hoje 9h por 5 dias" said at ten: what was to begin at an hour that has passed is refused, never moved to tomorrow. */
function refusePastStart(said: Said, rule: Rule): void {
  if (rule.start === null || rule.start > isoDate(said.today)) return;
  const isPast = (time: string) =>
    epochMsOf(dayOfIso(rule.start!), parseTime(time), said.timezone) <= said.now.epochMilliseconds;
  const first = all(said, 'day')[0];
  if (first && rule.times.some(isPast)) unclear('past_time', {}, first);
  const open = all(said, 'start')[0] ?? all(said, 'range')[0];
  const day = open?.kind === 'range' ? open.first : open?.day;
  if (day?.type === 'offset' && rule.times.every(isPast)) unclear('past_time', {}, open!);
}

function checkRate(said: Said, rule: Rule): void {
  const rate = only(said, 'rate', 'ambiguous_recurrence');
  if (rate?.unit === 'day' && rule.times.length > 0 && rate.times !== rule.times.length)
    unclear('ambiguous_recurrence', { asks: true }, rate);
  if (rate?.unit === 'day' && rate.times > 1 && rule.times.length === 0) unclear('missing_time', { asks: true }, rate);
}

/** The times of an hourly or minutely rule: a window, or a beginning. Returns its anchor. */
export function readIntervalTimes(said: Said, rule: Rule, value: RruleValue): string {
  const step = (value.freq === 'HOURLY' ? 3600 : 60) * value.interval;
  const window = windowOf(said);
  if (window) {
    refuse(said, 'ambiguous_time', 'times', 'part');
    if (value.byDay.length) {
      // Certain weekdays and a window are a weekly rule with its times written out, which RFC 5545 can say.
      rule.rrule = formatRrule({ ...value, freq: 'WEEKLY', interval: 1 });
      rule.times = timesInWindow(window.opens.second, window.closes.second, step).map(formatTime);
    } else rule.window = { from: formatTime(window.opens.second), to: formatTime(window.closes.second) };
    return anchorOf(said, rule);
  }
  const begin = beginningOf(said, rule, step);
  if (begin) return begin;
  if (rule.start) unclear('missing_time', { asks: true });
  // The first send comes one interval after the command.
  refuse(said, 'missing_time', 'part');
  return localDateTime(said.now.add({ seconds: step }), said.timezone);
}

function windowOf(said: Said): { opens: SaidTime; closes: SaidTime } | null {
  const window = only(said, 'window', 'ambiguous_time');
  if (window) return window;
  const from = only(said, 'start_time', 'ambiguous_time');
  const to = only(said, 'until_time', 'ambiguous_time');
  if (to && !from) unclear('ambiguous_recurrence', { asks: true }, to);
  return from && to ? { opens: from.time, closes: to.time } : null;
}

/** "a partir das 8h", or the hour of the first day: "a cada 3 horas a partir de amanhã às 8h". */
function beginningOf(said: Said, rule: Rule, step: SecondOfDay): string | null {
  const from = only(said, 'start_time', 'ambiguous_time');
  const { seconds } = timesOf(said);
  if (seconds.length && (from || seconds.length > 1 || !rule.start))
    unclear('ambiguous_recurrence', { asks: true }, all(said, 'times')[0]!);
  const second = from?.time.second ?? seconds[0];
  if (second === undefined) return null;
  if (rule.start) return firstStep(said, `${rule.start}T${formatTime(second)}`, step);
  const time = formatTime(second);
  // "a partir das 8h" said at ten: from tomorrow's eight, or from now on as if from today's?
  if (second <= said.nowSecond)
    unclear(
      'ambiguous_time',
      { asks: true, options: [firstStep(said, localText(said.today, time), step), localText(said.today + 1, time)] },
      from,
    );
  rule.start = isoDate(said.today);
  return localText(said.today, time);
}

/** The first of the steps from a local date-time on that is still to come. */
function firstStep(said: Said, begin: string, step: SecondOfDay): string {
  const instant = Temporal.PlainDateTime.from(begin).toZonedDateTime(said.timezone).toInstant();
  const passed = Math.floor((said.now.epochMilliseconds - instant.epochMilliseconds) / (step * 1000)) + 1;
  return localDateTime(instant.add({ seconds: Math.max(0, passed) * step }), said.timezone);
}
