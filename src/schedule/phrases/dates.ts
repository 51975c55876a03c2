import { dateExists } from '../civil.ts';
import type { Cursor } from '../cursor.ts';
import { phraseTable } from '../phrase-table.ts';
import { type DayRef, dateRef, fault, type Piece, type PieceOf, type WhichMonth } from '../pieces.ts';
import { MONTH_WORDS } from '../words/months.ts';
import { ORDINALS } from '../words/numbers.ts';
import { looksLikeClock } from './clock-figures.ts';
import type { Phrase } from './phrase.ts';

type DateRef = Extract<DayRef, { type: 'date' }>;
type DateRead = { kind: 'day'; day: DateRef } | PieceOf<'fault'>;

/** A leap year: 29 February without a year exists in some year. */
const ANY_YEAR = 2024;

/** Checks the figures of a date; what no calendar has is a fault, not a guess. */
function checkedDate(day: number, month: number, year: number | null, more: Partial<DateRef> = {}): DateRead {
  if (!dateExists(year ?? ANY_YEAR, month, day)) return fault('invalid_date');
  return { kind: 'day', day: dateRef(day, { month, year, ...more }) };
}

/** A day of the month: digits, words, "1º", "primeiro". */
function readDayNumber(cursor: Cursor): number | null {
  return cursor.attempt(c => {
    const ordinal = c.sees('primeiro') ? c.lookUp(ORDINALS) : null;
    if (ordinal !== null) return ordinal;
    const day = c.digits(2) ?? c.numberWords(31);
    if (day === null || day < 1) return null;
    c.takeGlued('o');
    return day;
  });
}

/** Two digits mean this century. Words too: "dois mil e vinte e seis". */
function readYear(cursor: Cursor, short: boolean): number | null {
  return cursor.attempt(c => {
    const token = c.peek();
    if (token?.kind === 'number') {
      const year = c.digits(4)!;
      if (token.text.length === 4 && year >= 1900) return year;
      return token.text.length === 2 && short ? 2000 + year : null;
    }
    if (!c.phrase`dois mil`) return null;
    return 2000 + (c.attempt(r => (r.take('e') ? r.numberWords(99) : null)) ?? 0);
  });
}

/** Figures joined by marks: 5/12, 5/12/2026, 5-12-2026, 5.12.2026, 2026-12-05, 2/out, 15-set-2026. */
function readFigures(cursor: Cursor, dayOnly: boolean): DateRead | null {
  const first = cursor.peek();
  if (first?.kind !== 'number') return null;
  if (first.text.length === 4) return readIso(cursor);
  const day = cursor.digits(2);
  if (day === null) return null;
  cursor.takeGlued('o');
  const mark = (['/', '-', '.'] as const).find(text => cursor.peek()?.glued && cursor.take(text));
  if (!mark || !cursor.peek()?.glued) return null;
  const named = cursor.lookUp(MONTH_WORDS);
  const month = named ?? cursor.digits(2);
  if (month === null) return null;
  const year = cursor.attempt(c => (c.takeGlued(mark) && c.peek()?.glued ? readYear(c, true) : null));
  // "8-18" may be hours, "15.30" is a time: only a slash, a month's name, a year or "dia" makes two figures a date.
  if (year === null && !named && mark !== '/' && !dayOnly) return null;
  if (cursor.peek()?.glued && cursor.sees('/', 'h', ':')) return null;
  return checkedDate(day, month, year);
}

function readIso(cursor: Cursor): DateRead | null {
  const year = cursor.digits(4)!;
  const parts = [0, 1].map(() => (cursor.takeGlued('-') && cursor.peek()?.glued ? cursor.digits(2) : null));
  const [month, day] = parts;
  // The T of an ISO date-time.
  if (cursor.peek(1)?.kind === 'number' && cursor.peek(1)?.glued) cursor.takeGlued('t');
  return month && day && year >= 1900 ? checkedDate(day, month, year) : null;
}

/** "5 de maio", "5 maio 2026", "primeiro de março do ano que vem", "15set". */
function readNamedMonth(cursor: Cursor): DateRead | null {
  const day = readDayNumber(cursor);
  if (day === null) return null;
  const month = cursor.attempt(readMonthNumber) ?? cursor.attempt(readMonthAfterDe);
  if (month === null) return null;
  const end = readYearAfter(cursor);
  return checkedDate(day, month, end.year, { nextYear: end.next });
}

/** "do 12": the month of "10 do 12" as a number. */
function readMonthNumber(cursor: Cursor): number | null {
  if (!cursor.take('do')) return null;
  const month = looksLikeClock(cursor) ? null : cursor.digits(2);
  return month !== null && month >= 1 && month <= 12 && !cursor.peek()?.glued ? month : null;
}

function readMonthAfterDe(cursor: Cursor): number | null {
  cursor.take('de', 'do');
  return readMonth(cursor);
}

/** A month by name or, for names of three letters, with its full stop. */
export function readMonth(cursor: Cursor): number | null {
  const month = cursor.lookUp(MONTH_WORDS);
  if (month !== null && cursor.tokens[cursor.at - 1]!.text.length === 3) cursor.takeGlued('.');
  return month;
}

/** The rest of a list of months: ", abril e maio" after "março". */
export function readFurtherMonths(cursor: Cursor): number[] {
  const months: number[] = [];
  for (;;) {
    const month = cursor.attempt(c => {
      if (!c.take(',', 'e')) return null;
      c.take('e', 'em', 'de');
      return readMonth(c);
    });
    if (month === null) return months;
    months.push(month);
  }
}

/** "de 2026", ", 2026", "do ano que vem" after a month. */
export function readYearAfter(cursor: Cursor): { year: number | null; next: boolean } {
  if (cursor.phrase`do ano que vem|do proximo ano|ano que vem`) return { year: null, next: true };
  if (cursor.phrase`deste ano|desse ano`) return { year: null, next: false };
  const year = cursor.attempt(c => {
    c.take('de', 'do', ',');
    return readYear(c, false) ?? readShortYear(c);
  });
  return { year, next: false };
}

/** "10 jan 27": two figures after a month that are no hour, and no year that is past. */
function readShortYear(cursor: Cursor): number | null {
  const token = cursor.peek();
  if (token?.kind !== 'number' || token.text.length !== 2 || looksLikeClock(cursor)) return null;
  cursor.at++;
  const counts = cursor.sees('x', 'vez', 'vezes', 'dias', 'e', 'a', 'ate', ',') || cursor.peek()?.glued;
  return Number(token.text) > 25 && !counts ? 2000 + Number(token.text) : null;
}

const WHICH_MONTH = phraseTable<WhichMonth>([
  ['next', ['do mes que vem', 'do proximo mes', 'mes que vem', 'do mes seguinte', 'no mes que vem', 'no proximo mes']],
  ['this', ['deste mes', 'desse mes', 'neste mes', 'nesse mes', 'este mes', 'esse mes']],
]);

/** "do mês que vem", "deste mês". */
export function readWhichMonth(cursor: Cursor): WhichMonth | null {
  return cursor.find(WHICH_MONTH);
}

/** A day without a month: "dia 5", and with `bareDay` also "5" where it cannot be an hour. */
function readBareDay(cursor: Cursor, allowed: boolean): DateRead | null {
  if (!allowed || looksLikeClock(cursor)) return null;
  const day = readDayNumber(cursor);
  if (day === null) return null;
  const next = cursor.peek();
  if (next?.glued && ['/', '-', ':', 'h', 'x'].includes(next.text) && cursor.peek(1)?.glued) return null;
  if (cursor.sees('vezes', 'x', 'dias', 'minutos', 'horas', 'hora', 'h', 'hs', 'hrs', 'semanas', 'meses')) return null;
  if (day > 31) return fault('invalid_date');
  return { kind: 'day', day: dateRef(day, { which: readWhichMonth(cursor) }) };
}

/** One date in any form; "dia" before it is optional except for a day alone. */
export function readDate(cursor: Cursor, options: { bareDay?: boolean } = {}): DateRead | null {
  return cursor.attempt(c => {
    const titled = c.phrase`na data de|na data|data de|data`;
    if (titled || (c.sees('dia') && c.peek(1)?.text === ':')) c.take('dia');
    if (titled || c.tokens[c.at - 1]?.text === 'dia') c.take(':');
    const led = c.phrase`no proximo dia|proximo dia|no dia|dia|em dia|para o dia|pro dia|ao dia|do dia|o dia`;
    if (!led) c.take('no', 'em', 'para', 'a');
    const allowBare =
      led || options.bareDay === true || (!led && c.tokens[c.at - 1]?.text === 'no' && c.peek()?.kind === 'number');
    return (
      c.attempt(r => readFigures(r, led)) ?? c.attempt(readNamedMonth) ?? c.attempt(r => readBareDay(r, allowBare))
    );
  });
}

/** "12 de setembro, sexta": a weekday after its date. */
function withWeekdayAfter(
  cursor: Cursor,
  date: DateRead,
  readWeekday: (cursor: Cursor) => { weekday: number } | null,
): DateRead {
  if (date.kind === 'fault') return date;
  const weekday = cursor.attempt(c => {
    const bracket = c.take(',', '(') && c.tokens[c.at - 1]!.text === '(';
    const word = readWeekday(c);
    if (word && bracket) c.take(')');
    return word;
  });
  return weekday ? { kind: 'day', day: { ...date.day, weekday: weekday.weekday } } : date;
}

/** A phrase for single dates; the reader of weekdays is handed in, as weekdays read dates too. */
export function datePhrase(readWeekday: (cursor: Cursor) => { weekday: number } | null): Phrase {
  return {
    name: 'Datas',
    examples: [
      'dia 15 às 18h',
      '20/01 9h',
      '02/12/2027 13:45',
      '8 de dezembro 10h',
      'primeiro de março às 9h',
      'dia 10 do mês que vem 8h',
      '2027-03-01 9h',
      '10 do 12 às 9h',
      '10 jan 27 9h',
      'sexta, 27/11 às 9h',
    ],
    read(cursor): Piece | null {
      const date = readDate(cursor);
      return date && withWeekdayAfter(cursor, date, readWeekday);
    },
  };
}
