import { epochDay, isoDate, weekdayIndex } from './civil.ts';
import { formatTime, type SecondOfDay, timesInWindow } from './clock-time.ts';
import { type DayRef, dateRef, type PieceOf, type Placed, type WhichWeek } from './pieces.ts';
import type { Rule } from './reading.ts';
import { all, dayOf, emptyRule, localText, only, refuse, type Said, timesOf, unclear } from './said.ts';
import { epochMsOf } from './walk.ts';

/** A one-off: its rule, or without an hour its bare date. */
export type OnceResult = { rule: Rule } | { date: string };

/** How late "now" may be: a command takes a moment to arrive. */
const GRACE_MS = 60_000;

/** Puts a one-off together. @throws Unclear where it is past, ambiguous or lacks its hour */
export function composeOnce(said: Said): OnceResult {
  const delay = only(said, 'delay', 'ambiguous_date');
  const now = only(said, 'now', 'ambiguous_date');
  if (delay || now) return fromNow(said, delay ?? now!, delay?.seconds ?? 0);
  const window = only(said, 'window', 'ambiguous_time');
  const every = only(said, 'every', 'ambiguous_recurrence');
  const { seconds, midnight } = timesOf(said);
  if (window) refuse(said, 'ambiguous_time', 'part');
  const times = window && every ? windowTimes(said, window, every) : seconds;
  if (window && !every) unclear('ambiguous_time', { asks: true }, window);
  const days = daysOf(said, times);
  if (days.length === 0) return withoutDay(said, times);
  if (times.length === 0)
    return days.length === 1 ? { date: isoDate(days[0]!.day) } : unclear('missing_time', { asks: true });
  // "hoje à meia-noite": the night that begins or the one that ended?
  if (midnight) unclear('ambiguous_date', { asks: true, options: nightsOf(days) }, days[0]!.at);
  const moments = days.flatMap(({ day, at }) =>
    times.map(second => ({ day, second, at, ms: epochMsOf(day, second, said.timezone) })),
  );
  const past = moments.find(moment => moment.ms <= said.now.epochMilliseconds - GRACE_MS);
  const kept = every ? moments.filter(moment => moment.ms > said.now.epochMilliseconds) : moments;
  if ((past && !every) || kept.length === 0) unclear('past_time', {}, (past ?? moments[0]!).at);
  return { rule: onceRule(kept) };
}

/** The midnights that begin and end a day. */
function nightsOf(days: PlacedDay[]): string[] {
  return days.length === 1 ? [0, 1].map(later => localText(days[0]!.day + later, formatTime(0))) : [];
}

function windowTimes(said: Said, window: PieceOf<'window'>, every: PieceOf<'every'>): SecondOfDay[] {
  const step = every.freq === 'HOURLY' ? 3600 : every.freq === 'MINUTELY' ? 60 : 0;
  if (!step) unclear('ambiguous_recurrence', { asks: true });
  refuse(said, 'ambiguous_time', 'times');
  return timesInWindow(window.opens.second, window.closes.second, step * every.interval);
}

function onceRule(moments: { day: number; second: SecondOfDay }[]): Rule {
  const sorted = [...moments].sort((a, b) => a.day - b.day || a.second - b.second);
  const local = [...new Set(sorted.map(({ day, second }) => localText(day, formatTime(second))))];
  return {
    ...emptyRule(),
    at: local[0]!,
    extra: local.slice(1),
    times: [...new Set(sorted.map(({ second }) => second))].sort((a, b) => a - b).map(formatTime),
  };
}

function fromNow(said: Said, at: Placed, seconds: number): OnceResult {
  refuse(said, 'ambiguous_date', 'times', 'day', 'weekdays', 'part', 'which', 'monthdays', 'window');
  if (all(said, 'delay').length && all(said, 'now').length) unclear('ambiguous_date', { asks: true }, at);
  const total = said.nowSecond + seconds;
  // Elapsed time, not wall-clock time: in "24 horas" a change of the clocks counts.
  const local = said.now.add({ seconds }).toZonedDateTimeISO(said.timezone);
  const day = epochDay(local.year, local.month, local.day);
  const second = seconds === 0 ? total : local.hour * 3600 + local.minute * 60 + local.second;
  return { rule: onceRule([{ day, second }]) };
}

/** An hour without a day is its next coming; two of them could as well be a daily rhythm. */
function withoutDay(said: Said, times: SecondOfDay[]): OnceResult {
  const which = all(said, 'which')[0];
  if (which && times.length > 0) unclear('ambiguous_date', { asks: true }, which);
  const part = all(said, 'part')[0] ?? which;
  if (times.length === 0) unclear(part ? 'missing_time' : 'missing_schedule', { asks: true }, part ?? null);
  if (times.length > 1) unclear('ambiguous_date', { asks: true });
  const second = times[0]!;
  if (
    part?.kind === 'part' &&
    part.today &&
    epochMsOf(said.today, second, said.timezone) < said.now.epochMilliseconds - GRACE_MS
  )
    unclear('past_time', {}, part);
  const today =
    epochMsOf(said.today, second, said.timezone) > said.now.epochMilliseconds || (part?.kind === 'part' && part.today);
  return { rule: onceRule([{ day: said.today + (today ? 0 : 1), second }]) };
}

interface PlacedDay {
  day: number;
  at: Placed;
}

/** The days said, each looked up; weekdays and days of the month take up a "semana que vem" or "mês que vem". */
function daysOf(said: Said, times: SecondOfDay[]): PlacedDay[] {
  const time = times.length ? Math.max(...times) : null;
  const refs: { ref: DayRef; at: Placed }[] = [];
  const which = only(said, 'which', 'ambiguous_date');
  for (const piece of said.pieces) {
    if (piece.kind === 'day') refs.push({ ref: inMonth(said, piece.day), at: piece });
    // "na terça e quinta": the coming two, or all of them?
    if (piece.kind === 'weekdays' && piece.weekdays.length > 1 && piece.week === 'coming')
      unclear('ambiguous_recurrence', { asks: true }, piece);
    if (piece.kind === 'weekdays')
      for (const weekday of piece.weekdays)
        refs.push({ ref: { type: 'weekday', weekday, week: piece.week }, at: piece });
    if (piece.kind === 'monthdays')
      for (const day of piece.days) refs.push({ ref: dateRef(day, { month: piece.months[0] ?? null }), at: piece });
  }
  const completed = which ? refs.map(({ ref, at }) => ({ ref: complete(ref, which), at })) : refs;
  const adjacent = refs.every((item, index) => index === 0 || joined(refs[index - 1]!.at, item.at));
  const confirmed = adjacent ? null : confirmedDay(said, completed, time);
  if (confirmed) return [confirmed];
  const days = completed.map(({ ref, at }) => ({ day: dayOf(said, ref, at, { time }), at }));
  refuseMixedWeeks(days);
  // Two days that "e" or a comma does not join contradict each other, unless they are the same day.
  if (!adjacent && new Set(days.map(item => item.day)).size > 1) unclear('ambiguous_date', { asks: true }, days[1]!.at);
  return days;
}

/** "próxima segunda a sexta" said on a Tuesday: each of them the next one, or those of next week? */
function refuseMixedWeeks(days: readonly PlacedDay[]): void {
  const mixed = days.find(({ day, at }, index) => {
    const before = days[index - 1];
    return before?.at === at && at.kind === 'weekdays' && at.week !== 'coming' && day < before.day;
  });
  if (mixed) unclear('ambiguous_date', { asks: true }, mixed.at);
}

const NAMES_NO_WEEK = new Set<WhichWeek>(['coming', 'this']);

type SaidDay = { ref: DayRef; at: Placed };

/** "sexta … 27/11", "amanhã quarta" said apart: a weekday that fits the day confirms it. Null where it is nothing of the kind. */
function confirmedDay(said: Said, refs: SaidDay[], time: SecondOfDay | null): PlacedDay | null {
  const weekday = refs.find(({ ref }) => ref.type === 'weekday');
  const other = refs.find(({ ref }) => ref.type === 'date' || ref.type === 'offset');
  if (refs.length !== 2 || weekday?.ref.type !== 'weekday' || !other || !NAMES_NO_WEEK.has(weekday.ref.week))
    return null;
  if (other.ref.type === 'date')
    return { day: dayOf(said, { ...other.ref, weekday: weekday.ref.weekday }, other.at), at: other.at };
  const day = dayOf(said, other.ref, other.at, { time });
  if (weekdayIndex(day) === weekday.ref.weekday) return { day, at: other.at };
  return unclear('weekday_date_conflict', { asks: true, options: [isoDate(day)] }, weekday.at);
}

/** "dia 10 … em janeiro" said apart. */
function inMonth(said: Said, ref: DayRef): DayRef {
  const months = all(said, 'months')[0];
  return months && ref.type === 'date' ? { ...ref, month: months.months[0]! } : ref;
}

function joined(before: Placed, after: Placed): boolean {
  // One word between them is the "e" or the comma; it is checked where words are left over.
  return before === after || after.from - before.to === 1;
}

function complete(ref: DayRef, which: Placed & PieceOf<'which'>): DayRef {
  if (which.of === 'week' && ref.type === 'weekday' && ref.week === 'coming') return { ...ref, week: 'next_week' };
  if (which.of === 'month' && ref.type === 'date' && ref.month === null && ref.which === null)
    return { ...ref, which: 'next' };
  if (which.of === 'month' && ref.type === 'nth' && ref.month === null) return { ...ref, which: 'next' };
  if (which.of === 'year' && ref.type === 'date' && ref.month !== null && ref.year === null)
    return { ...ref, nextYear: true };
  return unclear('ambiguous_date', { asks: true }, which);
}
