import type { Cursor } from '../cursor.ts';
import { type DayRef, dateRef, type Piece } from '../pieces.ts';
import { isPiece, readDay } from './any-day.ts';
import { readDate } from './dates.ts';
import type { Phrase } from './phrase.ts';

/** "de 1 a 20 de dezembro", "de 01/12 a 20/12", "do dia 1 ao dia 20", "entre 01/12 e 20/12", "de amanhã até sexta". */
export function readRange(cursor: Cursor): { from: DayRef; to: DayRef } | Piece | null {
  const between = cursor.take('entre');
  if (!between && !cursor.take('de', 'do', 'da')) return null;
  cursor.take('o', 'a');
  const bare = cursor.attempt(c => readBareRange(c, between));
  if (bare) return bare;
  const from = readDay(cursor);
  if (!from || !(between ? cursor.take('e') : cursor.take('a', 'ao', 'ate', '-', 'as'))) return null;
  const to = readDay(cursor, !isPiece(from) && from.type === 'date');
  if (!to) return null;
  if (isPiece(from)) return from;
  // "de segunda a sexta" is a rhythm, which the weekdays read.
  if (!isPiece(to) && from.type === 'weekday' && to.type === 'weekday') return null;
  return isPiece(to) ? to : { from: withMonthOf(from, to), to };
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

function withMonthOf(from: DayRef, to: DayRef): DayRef {
  return from.type === 'date' && from.month === null && to.type === 'date'
    ? { ...from, month: to.month, year: to.year }
    : from;
}

export const rangePhrase: Phrase = {
  name: 'De uma data a outra',
  examples: ['todo dia 9h de 01/12 a 20/12', 'todo dia 8h de 1 a 20 de dezembro', 'dias úteis 9h entre 01/12 e 18/12'],
  read(cursor) {
    const range = readRange(cursor);
    return range && ('kind' in range ? range : { kind: 'range', first: range.from, last: range.to });
  },
};
