import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { fault, type Piece, type PieceOf } from '../pieces.ts';
import { MONTH_WORDS } from '../words/months.ts';
import { looksLikeClock } from './clock-figures.ts';
import { firstMonths, readEachPeriod } from './periods.ts';
import type { Phrase } from './phrase.ts';

/** A number of days of the month: "5", "1 e 15", "5, 15 e 25", "1º". Stops before an hour. */
function readDayNumbers(cursor: Cursor, recurring: boolean): number[] | PieceOf<'fault'> | null {
  const first = readDayNumber(cursor);
  if (first === null) return null;
  const days = [first];
  let commas = true;
  for (;;) {
    const next = cursor.attempt(c => {
      if (!c.take(',', 'e')) return null;
      if (c.tokens[c.at - 1]!.text === 'e') commas = false;
      c.take('e');
      c.take('dia');
      return readDayNumber(c);
    });
    if (next === null) break;
    days.push(next);
  }
  if (days.some(day => day < 1 || day > 31)) return fault('invalid_date');
  // "todo dia 8 e 20h": the 8th at 20h, or daily at both hours?
  const hourFollows = cursor.wouldRead(c => {
    // "todo dia 5, 9h" is a day and its hour, "todo dia 9,12,18h" can be three hours.
    const listed = commas && (days.length > 1 || c.peek(1)?.glued === true || (recurring && days[0]! > 5));
    // "todo dia 9 a 18h"
    const stretch = c.sees('a') && Number(c.peek(1)?.text) > 1;
    return (c.take('e') || (listed && c.take(',')) || (stretch && c.take('a'))) && looksLikeClock(c);
  });
  return hourFollows && days.at(-1)! < 24 ? fault('ambiguous_recurrence', { asks: true }) : days;
}

function readDayNumber(cursor: Cursor): number | null {
  return cursor.attempt(c => {
    if (looksLikeClock(c)) return null;
    if (c.take('primeiro')) return 1;
    const day = c.digits(2) ?? c.numberWords(31);
    if (day === null) return null;
    c.takeGlued('o', 'a');
    const next = c.peek();
    if (next?.glued && ['/', '-', 'h', ':', '.'].includes(next.text) && c.peek(1)?.glued) return null;
    return c.sees('vezes', 'x', 'horas', 'minutos', 'dias', 'semanas', 'meses') ? null : day;
  });
}

const EACH_MONTH = phraseSet([
  'de cada mes',
  'do mes',
  'de todo mes',
  'de todos os meses',
  'todo mes',
  'todos os meses',
  'no mes',
  'a cada mes',
  'cada mes',
]);

/** "de janeiro e julho", "de março, abril e maio". */
function readMonthsAfter(cursor: Cursor): number[] {
  const months: number[] = [];
  for (;;) {
    const month = cursor.attempt(c => {
      if (months.length === 0 ? !c.take('de', 'do') : !c.take(',', 'e')) return null;
      if (months.length > 0) c.take('e', 'de');
      return c.lookUp(MONTH_WORDS);
    });
    if (month === null) return months;
    months.push(month);
  }
}

/** Days of the month after "dia": of each month, of named months, or left open. */
export function readMonthDays(cursor: Cursor, recurring: boolean): Piece | null {
  const days = readDayNumbers(cursor, recurring);
  if (days === null || !Array.isArray(days)) return days;
  if (cursor.wouldRead(c => c.phrase`do mes que vem|do mes seguinte`)) return null;
  if (cursor.find(EACH_MONTH)) return { kind: 'monthdays', days, recurring: true, months: [] };
  const period = readEachPeriod(cursor);
  if (period !== null) return { kind: 'monthdays', days, recurring: true, months: firstMonths(period) };
  return { kind: 'monthdays', days, recurring, months: readMonthsAfter(cursor) };
}

/** "24 e 31 de dezembro": without "dia" the month must be named. */
function readDaysOfNamedMonth(cursor: Cursor): Piece | null {
  const piece = cursor.peek()?.kind === 'number' ? readMonthDays(cursor, false) : null;
  return piece?.kind === 'monthdays' && piece.days.length > 1 && piece.months.length === 1 ? piece : null;
}

/** "dia 5 de cada mês", "dias 3, 7 e 12 de dezembro": days without "todo"; a single one is a date. */
function readPlainMonthDays(cursor: Cursor): Piece | null {
  cursor.take('no', 'nos', 'em');
  if (!cursor.take('dia', 'dias')) return readDaysOfNamedMonth(cursor);
  const plural = cursor.tokens[cursor.at - 1]!.text === 'dias';
  const piece = readMonthDays(cursor, false);
  if (piece?.kind !== 'monthdays') return piece;
  const certain = piece.recurring || piece.days.length > 1;
  // "dia 25 do mês": this month's, or every month's?
  if (piece.recurring && piece.months.length === 0 && ['do', 'no'].includes(cursor.tokens[cursor.at - 2]!.text))
    return fault('ambiguous_recurrence', { asks: true });
  // "dias 1 e 15" without a month: these two days, or these days of every month?
  if (certain && plural && !piece.recurring && piece.months.length === 0)
    return fault('ambiguous_recurrence', { asks: true });
  // "dia 10 de janeiro e julho": the coming two, or each year's?
  if (!piece.recurring && piece.months.length > 1) return fault('ambiguous_recurrence', { asks: true });
  return certain ? piece : null;
}

export const monthDaysPhrase: Phrase = {
  name: 'Dias do mês',
  examples: [
    'dia 5 de cada mês 9h',
    'dias 3, 7 e 12 de dezembro às 8h',
    'todo dia 10 de janeiro e julho 9h',
    'todo dia 15 de cada trimestre 10h',
  ],
  read: readPlainMonthDays,
};
