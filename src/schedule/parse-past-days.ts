import { readPhrase } from './clauses.ts';
import type { DayRef, Piece } from './pieces.ts';
import { dayOfNamed, namedDay } from './words/named-days.ts';

/** Whole days that have been, both ends in; with an hour when only that minute of the one day is meant. */
export interface PastDays {
  first: Temporal.PlainDate;
  last: Temporal.PlainDate;
  time: Temporal.PlainTime | null;
}

/** "sexta passada", "última sexta", "na sexta". */
const AROUND = /(?:^|\s)(?:n[ao]s?|d[ao]s?|pass?ad[ao]|[uú]ltim[ao])(?=\s|$)/giu;
const BEFORE_TODAY = /(?:^|\s)(?:passad[ao]|[uú]ltim[ao])(?=\s|$)/iu;

/**
 * Reads days that have been: "ontem", "10/11", "10/11 a 15/11", "sexta passada", "desde 10/11", "ontem às 9h". Where the
 * schedule language takes a day for its next coming, this takes the last one: a date without a year is the latest that is
 * not after today, and so is a weekday.
 *
 * @returns null where the words name no such days, or more than that; they may end after today, or before they begin
 */
export function parsePastDays(text: string, today: Temporal.PlainDate): PastDays | null {
  const isBeforeToday = BEFORE_TODAY.test(text);
  // "10/11 a 15/11" is a range to the language only behind its "de".
  const ranged = readPhrase(`de ${text}`);
  const { pieces, unread } = ranged.pieces.some(({ kind }) => kind === 'range')
    ? ranged
    : readPhrase(text.replace(AROUND, ' '));
  if (unread.length > 0) return null;
  const days = pieces.filter(({ kind }) => kind !== 'times');
  const [piece] = days;
  if (!piece || days.length > 1) return null;
  const time = timeOf(pieces);
  const span = spanOf(piece, today, isBeforeToday);
  if (!span || time === 'unclear') return null;
  return time && !span.first.equals(span.last) ? null : { ...span, time };
}

function spanOf(
  piece: Piece,
  today: Temporal.PlainDate,
  isBeforeToday: boolean,
): { first: Temporal.PlainDate; last: Temporal.PlainDate } | null {
  switch (piece.kind) {
    case 'day': {
      const day = nearest(piece.day, today, { from: today, step: -1 });
      return day && { first: day, last: day };
    }
    case 'weekdays': {
      const [weekday] = piece.weekdays;
      if (piece.recurring || weekday === undefined || piece.weekdays.length > 1) return null;
      const day = nearestWeekday(weekday, { from: isBeforeToday ? today.subtract({ days: 1 }) : today, step: -1 });
      return { first: day, last: day };
    }
    case 'start': {
      const first = nearest(piece.day, today, { from: today, step: -1 });
      return first && { first, last: today };
    }
    case 'range': {
      const first = nearest(piece.first, today, { from: today, step: -1 });
      const last = first && nearest(piece.last, today, { from: first, step: 1 });
      return last && { first, last };
    }
    default:
      return null;
  }
}

/** Where to look for a day: from one on (it counts), back or forth. */
interface Search {
  from: Temporal.PlainDate;
  step: -1 | 1;
}

/** 29/2 comes around in eight years at the latest, also past a century. */
const SEARCHED_MONTHS = 97;

/** The nearest such day; null for what is no day of a calendar. */
function nearest(ref: DayRef, today: Temporal.PlainDate, search: Search): Temporal.PlainDate | null {
  const { from, step } = search;
  if (ref.type === 'offset' && (ref.unit === 'day' || ref.unit === 'week')) {
    return today.add({ days: ref.amount * (ref.unit === 'week' ? 7 : 1) });
  }
  if (ref.type === 'weekday') return nearestWeekday(ref.weekday, search);
  if (ref.type === 'named') {
    const named = namedDay(ref.name);
    return within(
      [0, step].map(years => ofEpoch(dayOfNamed(named, from.year + years))),
      search,
    );
  }
  if (ref.type !== 'date') return null;
  const { day, month, year } = ref;
  if (year !== null) return dateOf(year, month ?? from.month, day);
  const months = Array.from({ length: SEARCHED_MONTHS }, (_, away) =>
    from.with({ day: 1 }).add({ months: step * away }),
  );
  return within(
    months.filter(one => month === null || one.month === month).map(one => dateOf(one.year, one.month, day)),
    search,
  );
}

function within(days: readonly (Temporal.PlainDate | null)[], { from, step }: Search): Temporal.PlainDate | null {
  return days.find(day => day !== null && Temporal.PlainDate.compare(day, from) * step >= 0) ?? null;
}

/** @param weekday 0 is Monday */
function nearestWeekday(weekday: number, { from, step }: Search): Temporal.PlainDate {
  return from.add({ days: step * (((weekday - (from.dayOfWeek - 1)) * step + 7) % 7) });
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function ofEpoch(day: number): Temporal.PlainDate {
  return Temporal.PlainDate.from('1970-01-01').add({ days: day });
}

function timeOf(pieces: readonly Piece[]): Temporal.PlainTime | null | 'unclear' {
  const times = pieces.flatMap(piece => (piece.kind === 'times' ? piece.times : []));
  if (times.length === 0) return null;
  return times.length === 1 ? Temporal.PlainTime.from('00:00').add({ seconds: times[0]!.second }) : 'unclear';
}
