import { dayOfIso, isoDate } from './civil.ts';
import { formatTime, type SecondOfDay, timesInWindow } from './clock-time.ts';
import { dayRule } from './compose-days.ts';
import type { DayRef, Excluded, PieceOf, Placed, SaidTime } from './pieces.ts';
import { type Rule, WEEKDAYS } from './reading.ts';
import { localDateTime } from './recurrence.ts';
import { addUnits } from './resolve-day.ts';
import { formatRrule, type RruleValue } from './rrule-value.ts';
import { all, dayOf, emptyRule, localText, only, refuse, type Said, timesOf, unclear } from './said.ts';
import { seriesOf } from './series.ts';
import { epochMsOf, firstNominal } from './walk.ts';

/** How far an end without a year may lie ahead before it is taken for a slip: "até 20/11" said on the 24th. */
const SUSPICIOUS_DAYS = 300;

/** Puts a recurring rule together, with the anchor that its intervals count from. @throws Unclear */
export function composeRecurring(said: Said): { rule: Rule; anchor: string } {
  refuse(said, 'ambiguous_date', 'delay', 'now', 'which');
  const days = dayRule(said);
  const rule = { ...emptyRule(), rrule: formatRrule(days.value), exclude: [...days.exclude] };
  readBounds(said, rule);
  readExceptions(said, rule);
  rule.shift = only(said, 'shift', 'ambiguous_recurrence')?.shift ?? null;
  rule.short_months = only(said, 'short_months', 'ambiguous_recurrence')?.shortMonths ?? 'last_day';
  const interval = days.value.freq === 'HOURLY' || days.value.freq === 'MINUTELY';
  const anchor = interval ? readIntervalTimes(said, rule, days.value) : readTimes(said, rule);
  return withLength(said, rule, days.value, anchor);
}

function readBounds(said: Said, rule: Rule): void {
  const range = only(said, 'range', 'ambiguous_date');
  const startPiece = only(said, 'start', 'ambiguous_date');
  const untilPiece = only(said, 'until', 'ambiguous_date');
  if (range && (startPiece || untilPiece)) unclear('ambiguous_date', { asks: true }, range);
  // "amanhã 9h por 5 dias": a day beside a stretch of days is its first.
  const first = all(said, 'every').length || all(said, 'rate').length ? undefined : all(said, 'day')[0];
  if (first && startPiece) unclear('ambiguous_date', { asks: true }, first);
  const start = range
    ? dayOf(said, range.first, range)
    : startPiece
      ? dayOf(said, startPiece.day, startPiece)
      : first
        ? dayOf(said, first.day, first)
        : null;
  if (startPiece) checkNear(said, startPiece.day, start!, startPiece);
  // A range may cross the year: its end is the next such day after its beginning.
  const until = range
    ? dayOf(said, range.last, range, { today: Math.max(start!, said.today) })
    : untilPiece && dayOf(said, untilPiece.day, untilPiece, fromStart(said, untilPiece.day, start));
  if (range && until! - start! > SUSPICIOUS_DAYS && range.last.type === 'date' && range.last.year === null)
    unclear('until_before_start', {}, range);
  if (until !== null && until < Math.max(start ?? until, said.today))
    unclear('until_before_start', {}, untilPiece ?? range);
  if (untilPiece) checkNear(said, untilPiece.day, until!, untilPiece);
  rule.start = start === null ? null : isoDate(start);
  rule.until = until === null ? null : isoDate(until);
  const count = only(said, 'count', 'ambiguous_recurrence');
  if (count) rule.count = count.count;
}

/** "a partir de segunda até sexta" means the Friday after that Monday; an end with its month is looked up from today, so that a slip shows. */
function fromStart(said: Said, ref: DayRef, start: number | null): { today?: number } {
  const loose = ref.type === 'weekday' || (ref.type === 'date' && ref.month === null);
  return loose && start !== null ? { today: Math.max(start, said.today) } : {};
}

function checkNear(said: Said, ref: DayRef, day: number, at: Placed): void {
  if (
    ref.type === 'date' &&
    ref.month !== null &&
    ref.year === null &&
    !ref.nextYear &&
    day - said.today > SUSPICIOUS_DAYS
  )
    unclear('ambiguous_date', { asks: true, options: [isoDate(day)] }, at);
}

function readExceptions(said: Said, rule: Rule): void {
  for (const piece of all(said, 'exclude'))
    for (const excluded of piece.excluded) addException(said, rule, excluded, piece);
  rule.exclude = [...new Set(rule.exclude)];
}

function addException(said: Said, rule: Rule, excluded: Excluded, at: Placed): void {
  if (excluded.type === 'weekdays') rule.exclude.push(...excluded.weekdays.map(weekday => WEEKDAYS[weekday]!));
  if (excluded.type === 'holidays') {
    rule.exclude.push('HOLIDAYS');
    if (excluded.place?.startsWith('+')) rule.holidays = `${rule.holidays ?? 'BR'}${excluded.place}`;
    else if (excluded.place) rule.holidays = `${excluded.place}${(rule.holidays ?? '').replace(/^[^+]*/, '')}`;
  }
  if (excluded.type === 'days') {
    const today = Math.max(said.today, rule.start ? dayOfIso(rule.start) : said.today);
    const from = dayOf(said, excluded.from, at, { today });
    rule.exclude.push(
      excluded.to ? `${isoDate(from)}/${isoDate(dayOf(said, excluded.to, at, { today: from }))}` : isoDate(from),
    );
  }
}

/** The times of a rule that goes by days. Returns its anchor: the first day and hour that are still to come. */
function readTimes(said: Said, rule: Rule): string {
  const window = only(said, 'window', 'ambiguous_time');
  const fromTo = all(said, 'start_time')[0] ?? all(said, 'until_time')[0];
  if (window || fromTo) unclear('ambiguous_recurrence', { asks: true }, window ?? fromTo!);
  rule.times = timesOf(said).seconds.map(formatTime);
  checkRate(said, rule);
  if (rule.times.length === 0)
    return said.phrase ? localText(said.today, '00:00') : unclear('missing_time', { asks: true });
  return anchorOf(said, rule);
}

function checkRate(said: Said, rule: Rule): void {
  const rate = only(said, 'rate', 'ambiguous_recurrence');
  if (rate?.unit === 'day' && rule.times.length > 0 && rate.times !== rule.times.length)
    unclear('ambiguous_recurrence', { asks: true }, rate);
  if (rate?.unit === 'day' && rate.times > 1 && rule.times.length === 0) unclear('missing_time', { asks: true }, rate);
}

/** The times of an hourly or minutely rule: a window, or a beginning. Returns its anchor. */
function readIntervalTimes(said: Said, rule: Rule, value: RruleValue): string {
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

/** The first nominal day and hour after now: phases of intervals hang on it. */
export function anchorOf(said: Said, rule: Rule): string {
  const holidaysCount = rule.rrule!.includes('BYSETPOS');
  const bare = {
    ...rule,
    exclude: rule.exclude.filter(item => item === 'HOLIDAYS' && holidaysCount),
    count: null,
    until: null,
  };
  const now = said.now.epochMilliseconds;
  const first = (anchor: string, after: number, phase: 'new' | 'kept') => {
    const found = firstNominal(seriesOf({ rule: bare, anchor, timezone: said.timezone }), after, phase);
    return found ? localText(found.day, formatTime(found.second)) : unclear('never_happens');
  };
  const begin = rule.start ? dayOfIso(rule.start) : said.today;
  if (begin >= said.today) return first(localText(said.today, '00:00'), now, 'new');
  // A beginning in the past: every second Wednesday from then on, the next of which is still to come.
  const past = first(localText(begin, '00:00'), epochMsOf(begin, 0, said.timezone) - 1, 'new');
  return first(past, now, 'kept');
}

/** "por 7 dias", "por 2 meses": a number of sends, or a last day. */
function withLength(said: Said, rule: Rule, value: RruleValue, anchor: string): { rule: Rule; anchor: string } {
  const lasting = only(said, 'lasting', 'ambiguous_recurrence');
  if (!lasting) return { rule, anchor };
  if (rule.until || rule.count !== null) unclear('ambiguous_recurrence', { asks: true }, lasting);
  return { rule: lengthened(said, rule, value, anchor, lasting), anchor };
}

const UNIT_SECONDS: Readonly<Record<string, SecondOfDay>> = { minute: 60, hour: 3600, day: 86_400, week: 604_800 };

function lengthened(
  said: Said,
  rule: Rule,
  value: RruleValue,
  anchor: string,
  lasting: Placed & PieceOf<'lasting'>,
): Rule {
  const { amount, unit } = lasting;
  const days = unit === 'day' ? amount : unit === 'week' ? amount * 7 : null;
  if ((value.freq === 'HOURLY' || value.freq === 'MINUTELY') && !rule.window && rule.times.length === 0) {
    const step = (value.freq === 'HOURLY' ? 3600 : 60) * value.interval;
    const seconds = UNIT_SECONDS[unit];
    return seconds
      ? { ...rule, count: Math.floor((amount * seconds) / step) || 1 }
      : unclear('ambiguous_recurrence', { asks: true }, lasting);
  }
  if (unit === 'hour' || unit === 'minute') unclear('ambiguous_recurrence', { asks: true }, lasting);
  // Ten days of a daily rule are ten days of sends, whatever is left out between.
  if (value.freq === 'DAILY' && value.interval === 1 && days !== null && !rule.window)
    return { ...rule, count: days * Math.max(1, rule.times.length) };
  // Ten days of "dias úteis" may be ten sends or two weeks.
  if (unit === 'day' && value.freq === 'WEEKLY') unclear('ambiguous_recurrence', { asks: true }, lasting);
  const first = dayOfIso(anchor);
  return { ...rule, until: isoDate(addUnits(Math.max(first, said.today), amount, unit) - 1) };
}
