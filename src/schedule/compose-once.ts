import { epochDay, isoDate } from './civil.ts';
import { formatTime, type SecondOfDay, timesInWindow } from './clock-time.ts';
import { type DayRef, dateRef, type PieceOf, type Placed } from './pieces.ts';
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
  if (midnight) unclear('ambiguous_time', { asks: true }, days[0]!.at);
  const moments = days.flatMap(({ day, at }) =>
    times.map(second => ({ day, second, at, ms: epochMsOf(day, second, said.timezone) })),
  );
  const past = moments.find(moment => moment.ms <= said.now.epochMilliseconds - GRACE_MS);
  const kept = every ? moments.filter(moment => moment.ms > said.now.epochMilliseconds) : moments;
  if ((past && !every) || kept.length === 0) unclear('past_time', {}, (past ?? moments[0]!).at);
  return { rule: onceRule(kept) };
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
  if (all(said, 'which').length) unclear('ambiguous_date', { asks: true }, all(said, 'which')[0]!);
  const part = all(said, 'part')[0];
  if (times.length === 0) unclear(part ? 'missing_time' : 'missing_schedule', { asks: true }, part ?? null);
  if (times.length > 1) unclear('ambiguous_date', { asks: true });
  const second = times[0]!;
  if (part?.today && epochMsOf(said.today, second, said.timezone) < said.now.epochMilliseconds - GRACE_MS)
    unclear('past_time', {}, part);
  const today = epochMsOf(said.today, second, said.timezone) > said.now.epochMilliseconds || part?.today;
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
    if (piece.kind === 'day') refs.push({ ref: piece.day, at: piece });
    // "na terça e quinta": the coming two, or all of them?
    if (piece.kind === 'weekdays' && piece.weekdays.length > 1 && piece.week === 'coming')
      unclear('ambiguous_recurrence', { asks: true }, piece);
    if (piece.kind === 'weekdays')
      for (const weekday of piece.weekdays)
        refs.push({ ref: { type: 'weekday', weekday, week: piece.week }, at: piece });
    if (piece.kind === 'monthdays')
      for (const day of piece.days) refs.push({ ref: dateRef(day, { month: piece.month }), at: piece });
  }
  const completed = which ? refs.map(({ ref, at }) => ({ ref: complete(ref, which), at })) : refs;
  const days = completed.map(({ ref, at }) => ({ day: dayOf(said, ref, at, { time }), at }));
  const adjacent = refs.every((item, index) => index === 0 || joined(refs[index - 1]!.at, item.at));
  // Two days that "e" or a comma does not join contradict each other, unless they are the same day.
  if (!adjacent && new Set(days.map(item => item.day)).size > 1) return agreeingPair(said, completed, days);
  return days;
}

/** "sexta … 27/11" said apart: a weekday that fits the date confirms it. */
function agreeingPair(said: Said, refs: { ref: DayRef; at: Placed }[], days: PlacedDay[]): PlacedDay[] {
  const date = refs.findIndex(({ ref }) => ref.type === 'date');
  const weekday = refs.find(({ ref }) => ref.type === 'weekday');
  if (days.length !== 2 || date < 0 || weekday?.ref.type !== 'weekday' || refs[date]!.ref.type !== 'date')
    unclear('ambiguous_date', { asks: true }, days[1]!.at);
  const day = dayOf(
    said,
    {
      ...(refs[date]!.ref as Extract<DayRef, { type: 'date' }>),
      weekday: weekday!.ref.type === 'weekday' ? weekday!.ref.weekday : null,
    },
    refs[date]!.at,
  );
  return [{ day, at: refs[date]!.at }];
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
