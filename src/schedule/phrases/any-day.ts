import type { Cursor } from '../cursor.ts';
import type { DayRef, Piece } from '../pieces.ts';
import { readDate, readMonth, readWhichMonth } from './dates.ts';
import { dayPhrase, readNamedDay } from './days.ts';
import { readWeekday } from './weekday-lists.ts';

/** A day in any form, for the ends of a series: "20/12", "sexta", "o natal", "o fim do mês". `bareDay`: a number will do ("até 20"). */
export function readDay(cursor: Cursor, bareDay = false): DayRef | Piece | null {
  cursor.take('o', 'a', 'ao', 'as', 'os');
  const edge = readEdge(cursor);
  if (edge) return edge;
  const named = readNamedDay(cursor);
  if (named) return named;
  const date = readDate(cursor, { bareDay });
  if (date) return date.kind === 'fault' ? date : withWeekday(cursor, date.day);
  return cursor.attempt(readWeekdayDay) ?? cursor.attempt(readPlainDay);
}

function withWeekday(cursor: Cursor, date: Extract<DayRef, { type: 'date' }>): DayRef {
  const weekday = cursor.attempt(c => (c.take(',', '(') ? readWeekday(c) : null));
  if (weekday) cursor.take(')');
  return weekday ? { ...date, weekday: weekday.weekday } : date;
}

function readWeekdayDay(cursor: Cursor): DayRef | Piece | null {
  const next = cursor.phrase`proxima|proximo|na proxima|no proximo`;
  if (!next) cursor.take('na', 'no', 'de', 'esta', 'este', 'essa', 'esse');
  const word = readWeekday(cursor);
  if (!word) return null;
  const date = cursor.attempt(c => {
    c.take(',');
    return readDate(c, { bareDay: false });
  });
  if (date) return date.kind === 'fault' ? date : { ...date.day, weekday: word.weekday };
  if (cursor.phrase`da semana que vem|da proxima semana`)
    return { type: 'weekday', weekday: word.weekday, week: 'next_week' };
  if (cursor.phrase`que vem`) return { type: 'weekday', weekday: word.weekday, week: 'ambiguous' };
  return { type: 'weekday', weekday: word.weekday, week: 'coming' };
}

function readPlainDay(cursor: Cursor): DayRef | null {
  const piece = dayPhrase.read(cursor);
  if (piece?.kind === 'now') return { type: 'offset', amount: 0, unit: 'day' };
  if (piece?.kind === 'day') return piece.day;
  return piece?.kind === 'which'
    ? { type: 'edge', edge: 'start', of: piece.of, which: 'next', month: null, year: null }
    : null;
}

/** "fim do mês", "final de dezembro", "início do ano que vem". */
function readEdge(cursor: Cursor): DayRef | null {
  return cursor.attempt((c): DayRef | null => {
    const edge = c.phrase`fim|final|ultimo dia` ? 'end' : c.take('inicio', 'comeco') ? 'start' : null;
    if (!edge) return null;
    const which = readWhichMonth(c);
    if (which) return { type: 'edge', edge, of: 'month', which, month: null, year: null };
    if (c.phrase`do mes`) return { type: 'edge', edge, of: 'month', which: 'this', month: null, year: null };
    if (c.phrase`do ano que vem|do proximo ano`)
      return { type: 'edge', edge, of: 'year', which: 'next', month: null, year: null };
    if (c.phrase`do ano|deste ano|desse ano`)
      return { type: 'edge', edge, of: 'year', which: 'this', month: null, year: null };
    if (c.phrase`da semana que vem|da proxima semana`)
      return { type: 'edge', edge, of: 'week', which: 'next', month: null, year: null };
    if (c.phrase`da semana|desta semana|dessa semana`)
      return { type: 'edge', edge, of: 'week', which: 'this', month: null, year: null };
    c.take('de');
    const month = readMonth(c);
    return month === null ? null : { type: 'edge', edge, of: 'month', which: null, month, year: null };
  });
}

/** Whether a day could not be read: then it is the fault. */
export const isPiece = (day: DayRef | Piece): day is Piece => 'kind' in day;
