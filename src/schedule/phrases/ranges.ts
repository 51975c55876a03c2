import type { Cursor } from '../cursor.ts';
import { type DayRef, dateRef, type Piece } from '../pieces.ts';
import { isPiece, readDay } from './any-day.ts';
import { readDate, readMonth, readYearAfter } from './dates.ts';
import type { Phrase } from './phrase.ts';

/** The first or the last day of a month. */
export function monthEdge(edge: 'start' | 'end', month: number, year: number | null): DayRef {
  return { type: 'edge', edge, of: 'month', which: null, month, year };
}

/** "de março a junho", "entre março e junho de 2027": from the first day of one to the last of the other. */
function readMonthRange(cursor: Cursor, between: boolean): { from: DayRef; to: DayRef } | null {
  const first = readMonth(cursor);
  if (first === null || !(between ? cursor.take('e') : cursor.take('a', 'ao', 'ate', '-'))) return null;
  cursor.take('o', 'a');
  const last = readMonth(cursor);
  if (last === null) return null;
  const { year, next } = readYearAfter(cursor);
  if (next) return null;
  const firstYear = year === null ? null : year - (first > last ? 1 : 0);
  return { from: monthEdge('start', first, firstYear), to: monthEdge('end', last, year) };
}

/** "de 1 a 20 de dezembro", "de 01/12 a 20/12", "do dia 1 ao dia 20", "entre 01/12 e 20/12", "de amanhã até sexta". */
export function readRange(cursor: Cursor): { from: DayRef; to: DayRef } | Piece | null {
  const between = cursor.take('entre');
  if (!between && !cursor.take('de', 'do', 'da')) return null;
  cursor.take('o', 'a');
  const bare = cursor.attempt(c => readBareRange(c, between)) ?? cursor.attempt(c => readMonthRange(c, between));
  if (bare) return bare;
  const from = readDay(cursor);
  if (!from || !(between ? cursor.take('e') : cursor.take('a', 'ao', 'ate', '-', 'as'))) return null;
  const to = readDay(cursor, !isPiece(from) && from.type === 'date');
  if (!to) return null;
  if (isPiece(from)) return from;
  // "de segunda a sexta" is a rhythm, which the weekdays read.
  if (!isPiece(to) && from.type === 'weekday' && to.type === 'weekday') return null;
  return isPiece(to) ? to : { from: withMonthOf(from, to), to: afterMonthOf(from, to) };
}

/** "de 20/12 a 30", "de 20/12 a 5": a last day without a month is the next such day. */
function afterMonthOf(from: DayRef, to: DayRef): DayRef {
  if (from.type !== 'date' || from.month === null || to.type !== 'date' || to.month !== null || to.which) return to;
  const months = from.month + (to.day < from.day ? 1 : 0);
  return { ...to, month: months > 12 ? 1 : months, year: from.year && from.year + (months > 12 ? 1 : 0) };
}

/** "1 a 20 de dezembro", "5 a 10/12": a first day that borrows the month of the last. */
function readBareRange(cursor: Cursor, between: boolean): { from: DayRef; to: DayRef } | null {
  const day = cursor.digits(2);
  if (day === null || !(between ? cursor.take('e') : cursor.take('a', 'ate', '-'))) return null;
  const to = readDate(cursor);
  return to?.kind === 'day' && to.day.month !== null && day >= 1 && day <= 31
    ? { from: withMonthOf(dateRef(day), to.day), to: to.day }
    : null;
}

/** "01/12 a 20/12" without "de": both days have their month. */
function readFigureRange(cursor: Cursor): { from: DayRef; to: DayRef } | null {
  const bare = cursor.attempt(c => readBareRange(c, false));
  if (bare) return bare;
  const from = readDate(cursor);
  if (from?.kind !== 'day' || from.day.month === null || !cursor.take('a', 'ate', '-')) return null;
  const to = readDate(cursor);
  return to?.kind === 'day' && to.day.month !== null ? { from: from.day, to: to.day } : null;
}

function withMonthOf(from: DayRef, to: DayRef): DayRef {
  return from.type === 'date' && from.month === null && to.type === 'date'
    ? { ...from, month: to.month, year: to.year }
    : from;
}

export const rangePhrase: Phrase = {
  name: 'De uma data a outra',
  examples: [
    'todo dia 9h de 01/12 a 20/12',
    'todo dia 8h de 1 a 20 de dezembro',
    'dias úteis 9h entre 01/12 e 18/12',
    'toda segunda 9h de março a junho',
    '01/12 a 20/12 9h',
  ],
  read(cursor) {
    const range = cursor.peek()?.kind === 'number' ? readFigureRange(cursor) : readRange(cursor);
    return range && ('kind' in range ? range : { kind: 'range', first: range.from, last: range.to });
  },
};
