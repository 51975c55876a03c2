import { civilDate, dayOfIso, epochDay, isoDate } from './civil.ts';
import type { DayRef, Excluded, PieceOf, Placed } from './pieces.ts';
import { type Rule, WEEKDAYS } from './reading.ts';
import { localDateTime, nextInstants } from './recurrence.ts';
import { formatRrule, parseRrule } from './rrule-value.ts';
import { all, dayOf, only, type Said, timesOf, unclear } from './said.ts';
import { epochMsOf } from './walk.ts';

/** How far an end without a year may lie ahead before it is taken for a slip: "até 20/11" said on the 24th. */
const SUSPICIOUS_DAYS = 300;
const LAST_SECOND = 86_399;

/** Fills the first and last day and the count of a rule. @throws Unclear where they contradict each other or are a slip */
export function readBounds(said: Said, rule: Rule): void {
  const range = only(said, 'range', 'ambiguous_date');
  const startPiece = only(said, 'start', 'ambiguous_date');
  const untilPiece = only(said, 'until', 'ambiguous_date');
  if (range && (startPiece || untilPiece)) unclear('ambiguous_date', { asks: true }, range);
  // "amanhã 9h por 5 dias": a day beside a stretch of days is its first.
  const first = all(said, 'every').length || all(said, 'rate').length ? undefined : all(said, 'day')[0];
  if (first && startPiece) unclear('ambiguous_date', { asks: true }, first);
  const { start, until } = range
    ? daysOfRange(said, range.first, range.last, range)
    : daysOfEnds(said, startPiece ?? first ?? null, untilPiece);
  if (startPiece) checkNear(said, startPiece.day, start!, startPiece);
  if (startPiece) checkBegun(said, startPiece, start!);
  if (until !== null && until < Math.max(start ?? until, said.today))
    unclear('until_before_start', {}, untilPiece ?? range);
  if (untilPiece) checkNear(said, untilPiece.day, until!, untilPiece);
  if (untilPiece?.vague) checkTakenIn(said, untilPiece, until!);
  rule.start = start === null ? null : isoDate(start);
  rule.until = until === null ? null : isoDate(until);
  if (untilPiece?.latest && until !== null) {
    const instant = epochMsOf(until, untilPiece.latest.second, said.timezone);
    rule.until_instant = Temporal.Instant.fromEpochMilliseconds(instant).toString();
  }
  // "toda terça 9h até sexta": an end before the next one, or Tuesday to Friday?
  if (untilPiece?.day.type === 'weekday' && all(said, 'weekdays').flatMap(piece => piece.weekdays).length === 1)
    unclear('ambiguous_recurrence', { asks: true }, untilPiece);
  readCount(said, rule);
}

/** "5 vezes" counts sends, "nas próximas 5 sextas" days. */
function readCount(said: Said, rule: Rule): void {
  const count = only(said, 'count', 'ambiguous_recurrence');
  const counted = all(said, 'weekdays').find(piece => piece.count !== undefined);
  if (counted && (count || all(said, 'weekdays').length > 1 || all(said, 'every').length))
    unclear('ambiguous_recurrence', { asks: true }, counted);
  if (counted) rule.count = counted.count! * Math.max(1, timesOf(said).seconds.length);
  if (count && !count.total) refuseCountOfEach(said, count);
  if (count) rule.count = count.count;
}

/** "todo dia 2 vezes, 9h e 18h", "toda semana uma vez na sexta": so many each time, or in all? */
function refuseCountOfEach(said: Said, count: Placed & PieceOf<'count'>): void {
  const each = [
    ...[1, timesOf(said).seconds.length],
    ...[
      all(said, 'weekdays').flatMap(piece => piece.weekdays),
      all(said, 'monthdays').flatMap(piece => piece.days),
    ].map(days => days.length),
  ];
  if (each.includes(count.count)) unclear('ambiguous_recurrence', { asks: true }, count);
}

type Ends = { start: number | null; until: number | null };

function daysOfEnds(
  said: Said,
  startPiece: (Placed & { day: DayRef }) | null,
  untilPiece: (Placed & { day: DayRef }) | null,
): Ends {
  const { seconds } = timesOf(said);
  const time = seconds.length ? Math.max(...seconds) : null;
  const start = startPiece && dayOf(said, startPiece.day, startPiece, { time });
  return {
    start,
    until: untilPiece && dayOf(said, untilPiece.day, untilPiece, fromStart(said, untilPiece.day, start)),
  };
}

/**
 * The first and last day of a range. One without years that has begun is now ("de 20/11 a 30/11" said on the 24th); it may cross the year.
 *
 * @param from the day that the range must not end before; default today
 * @throws Unclear `until_before_start` for a range the wrong way round, `ambiguous_date` for one that has just passed
 */
function daysOfRange(
  said: Said,
  first: DayRef,
  last: DayRef,
  at: Placed,
  from: number = said.today,
): { start: number; until: number } {
  // "semana que vem": counted from today, whatever the rule's start.
  if (first.type === 'edge' && first.which && last.type === 'edge')
    return { start: dayOf(said, first, at), until: dayOf(said, last, at) };
  if (!comesAgain(first)) {
    const start = dayOf(said, first, at, { today: from });
    return { start, until: dayOf(said, last, at, { today: Math.max(start, from) }) };
  }
  const until = dayOf(said, last, at, { today: from });
  const start = lastBefore(said, first, until, at) ?? dayOf(said, first, at, { today: from });
  // Eleven months long, and its ends the wrong way round: a slip.
  if (until - start > SUSPICIOUS_DAYS && isBackwards(first, last)) unclear('until_before_start', {}, at);
  if (start - from > SUSPICIOUS_DAYS) unclear('ambiguous_date', { asks: true, options: [isoDate(start)] }, at);
  return { start, until };
}

type OpenDate = Extract<DayRef, { type: 'date' | 'edge' }>;

/** Whether a date or month has no year: it comes each year, or each month. */
function comesAgain(ref: DayRef): ref is OpenDate {
  if (ref.type === 'edge') return ref.month !== null && ref.year === null;
  return ref.type === 'date' && ref.year === null && !ref.which && !ref.nextYear;
}

function isBackwards(first: DayRef, last: DayRef): boolean {
  const place = (ref: DayRef) =>
    ref.type === 'date' || ref.type === 'edge' ? (ref.month ?? 0) * 31 + (ref.type === 'date' ? ref.day : 0) : 0;
  return place(first) > place(last);
}

/** Days that hold at least one, and at most two, of a date of every month or year; 29 February may be eight years away. */
const BACK_DAYS = { month: [62, 31, 30, 29, 28, 0], year: [2922, 1461, 1096, 731, 366, 365, 0] };

/** The last day of that name that is not after the given one; a weekday said beside it must fit. */
function lastBefore(said: Said, ref: OpenDate, limit: number, at: Placed): number | null {
  const bare = ref.type === 'date' ? { ...ref, weekday: null } : ref;
  const found = BACK_DAYS[ref.month === null ? 'month' : 'year']
    .map(back => dayOf(said, bare, at, { today: limit - back }))
    .filter(day => day <= limit);
  return found.length ? dayOf(said, ref, at, { today: Math.max(...found) }) : null;
}

/** "a partir de segunda até sexta" means the Friday after that Monday; an end with its month is looked up from today, so that a slip shows. */
function fromStart(said: Said, ref: DayRef, start: number | null): { today?: number } {
  const loose = ref.type === 'weekday' || (ref.type === 'date' && ref.month === null);
  return loose && start !== null ? { today: Math.max(start, said.today) } : {};
}

/** "a partir do dia 20" said on the 24th: this month's, or the next one's? */
function checkBegun(said: Said, at: Placed & PieceOf<'start'>, start: number): void {
  const { day: ref } = at;
  if (ref.type !== 'date' || ref.month !== null || ref.which !== null) return;
  const { year, month, day } = civilDate(said.today);
  if (start > said.today && ref.day <= day)
    unclear('ambiguous_date', { asks: true, options: [isoDate(epochDay(year, month, ref.day)), isoDate(start)] }, at);
}

/** "até dezembro": with it, or up to it? Clear only where it has begun. */
function checkTakenIn(said: Said, at: Placed & PieceOf<'until'>, until: number): void {
  const { day: ref } = at;
  const first = dayOf(said, ref.type === 'edge' ? { ...ref, edge: 'start' } : ref, at);
  if (first > said.today) unclear('ambiguous_date', { asks: true, options: [isoDate(first - 1), isoDate(until)] }, at);
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

/** Fills what a rule leaves out, and whose holidays. @throws Unclear */
export function readExceptions(said: Said, rule: Rule): void {
  for (const piece of all(said, 'exclude'))
    for (const excluded of piece.excluded) addException(said, rule, excluded, piece);
  rule.exclude = [...new Set(rule.exclude)];
}

/** "menos a próxima": leaves the first of the coming sends out. @throws Unclear where one send is not one day */
export function leaveOutNext(said: Said, rule: Rule, anchor: string): Rule {
  const piece = all(said, 'exclude').find(({ excluded }) => excluded.some(item => item.type === 'next'));
  const next = piece?.excluded.find(item => item.type === 'next');
  if (!piece || !next) return rule;
  if (rule.times.length !== 1 || rule.count !== null) unclear('ambiguous_recurrence', { asks: true }, piece);
  const coming = nextInstants({ rule, anchor, timezone: said.timezone }, { after: said.now, count: next.count });
  const days = coming.map(instant => localDateTime(instant, said.timezone).slice(0, 10));
  return { ...rule, exclude: [...new Set([...rule.exclude, ...days])] };
}

/** "inclusive domingo": takes back what the rule would leave out; a weekday that it lacks is added. */
export function readInclusions(said: Said, rule: Rule): void {
  for (const piece of all(said, 'include'))
    for (const item of piece.included) {
      if (item.type === 'holidays' && !rule.rrule?.includes('BYSETPOS'))
        rule.exclude = rule.exclude.filter(excluded => excluded !== 'HOLIDAYS');
      else if (item.type === 'weekdays') includeWeekdays(rule, item.weekdays, piece);
      else unclear('ambiguous_recurrence', { asks: true }, piece);
    }
}

function includeWeekdays(rule: Rule, weekdays: number[], at: Placed): void {
  const value = parseRrule(rule.rrule!);
  const codes = weekdays.map(weekday => WEEKDAYS[weekday]!);
  if (value.freq === 'WEEKLY' && value.byDay.length > 0) {
    const all = new Set([...value.byDay.map(day => day.weekday), ...weekdays]);
    rule.rrule = formatRrule({ ...value, byDay: [...all].sort((a, b) => a - b).map(weekday => ({ nth: 0, weekday })) });
  } else if (value.freq !== 'DAILY' || value.byDay.length > 0) unclear('ambiguous_recurrence', { asks: true }, at);
  rule.exclude = rule.exclude.filter(item => !codes.includes(item as (typeof codes)[number]));
}

function addException(said: Said, rule: Rule, excluded: Excluded, at: Placed): void {
  if (excluded.type === 'weekdays') rule.exclude.push(...excluded.weekdays.map(weekday => WEEKDAYS[weekday]!));
  if (excluded.type === 'holidays') {
    rule.exclude.push('HOLIDAYS');
    if (excluded.place?.startsWith('+')) rule.holidays = `${rule.holidays ?? 'BR'}${excluded.place}`;
    else if (excluded.place) rule.holidays = `${excluded.place}${(rule.holidays ?? '').replace(/^[^+]*/, '')}`;
  }
  if (excluded.type === 'days') {
    // Of the weekday of today it is not known whether today's is meant.
    const time = excluded.from.type === 'weekday' ? LAST_SECOND : null;
    const today = Math.max(said.today, rule.start ? dayOfIso(rule.start) : said.today);
    if (!excluded.to) {
      const day = dayOf(said, excluded.from, at, { today, time });
      // One that has just passed: a slip, where no other day is left out beside it.
      if (all(said, 'exclude').flatMap(piece => piece.excluded).length === 1) checkNear(said, excluded.from, day, at);
      return void rule.exclude.push(isoDate(day));
    }
    const { start, until } = daysOfRange(said, excluded.from, excluded.to, at, today);
    rule.exclude.push(`${isoDate(start)}/${isoDate(until)}`);
  }
}
