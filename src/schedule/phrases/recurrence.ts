import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { type DayPart, fault, type Piece, type PieceOf } from '../pieces.ts';
import type { Frequency } from '../rrule-value.ts';
import { MONTH_WORDS } from '../words/months.ts';
import { namedDay } from '../words/named-days.ts';
import { FREQUENCY_WORDS, UNIT_WORDS, type Unit, type UnitWord } from '../words/units.ts';
import { looksLikeClock } from './clock.ts';
import { readDate } from './dates.ts';
import { readDuration, readNamedDay } from './days.ts';
import type { Phrase } from './phrase.ts';
import { readWeekday } from './weekdays.ts';

const FREQUENCY: Record<Exclude<Unit, 'second'>, Frequency> = {
  minute: 'MINUTELY',
  hour: 'HOURLY',
  day: 'DAILY',
  week: 'WEEKLY',
  month: 'MONTHLY',
  year: 'YEARLY',
};

function every(unit: Unit, interval: number, vague: boolean): PieceOf<'every'> | PieceOf<'fault'> {
  if (unit === 'second') return fault('interval_too_short');
  if (interval < 1) return fault('ambiguous_recurrence', { asks: true });
  return { kind: 'every', freq: FREQUENCY[unit], interval, vague, weekdays: [], part: null };
}

function everyWeeks(interval: number, weekday: number): PieceOf<'every'> {
  return { kind: 'every', freq: 'WEEKLY', interval, vague: false, weekdays: [weekday], part: null };
}

/** A number of days of the month: "5", "1 e 15", "5, 15 e 25", "1º". Stops before an hour. */
function readDayNumbers(cursor: Cursor): number[] | PieceOf<'fault'> | null {
  const first = readDayNumber(cursor);
  if (first === null) return null;
  const days = [first];
  for (;;) {
    const next = cursor.attempt(c => {
      if (!c.take(',', 'e')) return null;
      c.take('e');
      c.take('dia');
      return readDayNumber(c);
    });
    if (next === null) break;
    days.push(next);
  }
  if (days.some(day => day < 1 || day > 31)) return fault('invalid_date');
  // "todo dia 8 e 20h": the 8th at 20h, or daily at both hours?
  const hourFollows = cursor.wouldRead(c => c.take('e') && c.peek()?.kind === 'number' && looksLikeClock(c));
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

/** Days of the month after "dia": of each month, of one named month, or left open. */
function readMonthDays(cursor: Cursor, recurring: boolean): Piece | null {
  const days = readDayNumbers(cursor);
  if (days === null || !Array.isArray(days)) return days;
  if (cursor.wouldRead(c => c.phrase`do mes que vem|do mes seguinte`)) return null;
  if (cursor.find(EACH_MONTH)) return { kind: 'monthdays', days, recurring: true, month: null };
  const month = cursor.attempt(c => (c.take('de', 'do') ? c.lookUp(MONTH_WORDS) : null));
  return { kind: 'monthdays', days, recurring, month };
}

/** "toda noite às 8": daily, and it tells which 8. */
const PARTS_OF_DAY: ReadonlyMap<string, DayPart> = new Map([
  ['madrugada', 'dawn'],
  ['manha', 'morning'],
  ['manhas', 'morning'],
  ['tarde', 'afternoon'],
  ['tardes', 'afternoon'],
  ['noite', 'night'],
  ['noites', 'night'],
]);

const EVERY_WORDS = phraseSet([
  'todo',
  'toda',
  'todos os',
  'todas as',
  'todos',
  'todas',
  'cada',
  'a cada',
  'todo santo',
]);

/** "todo dia", "todo dia 5", "todo mês", "toda hora", "todo 25/12", "todo natal", "cada quinzena". */
function readEvery(cursor: Cursor): Piece | null {
  if (!cursor.find(EVERY_WORDS)) return null;
  const manner = cursor.tokens[cursor.at - 1]!.text === 'cada' && cursor.tokens[cursor.at - 2]?.text === 'a';
  const named = cursor.attempt(readYearlyNamed);
  if (named) return named;
  const date = cursor.attempt(readYearlyDate);
  if (date) return date;
  if (cursor.take('dia', 'dias')) {
    const monthDays = cursor.attempt(c => readMonthDays(c, true));
    if (monthDays) return monthDays;
    return cursor.sees('util', 'uteis') ? null : every('day', 1, false);
  }
  const part = cursor.lookUp(PARTS_OF_DAY);
  if (part) return { kind: 'every', freq: 'DAILY', interval: 1, vague: false, weekdays: [], part };
  const span = cursor.lookUp(UNIT_WORDS);
  if (!span || cursor.tokens[cursor.at - 1]!.text.length === 1) return null;
  if (span.unit === 'hour' && cursor.phrase`e meia`) return every('minute', 90, false);
  return every(span.unit, span.size, !manner || span.size === 1);
}

/** "25/12", "dia 25 de dezembro", "ano dia 7 de setembro" after "todo". */
function readYearlyDate(cursor: Cursor): Piece | null {
  if (cursor.take('ano', 'anos')) cursor.take('em', 'no', 'na', ',');
  const date = readDate(cursor);
  if (!date) return null;
  if (date.kind === 'fault') return date;
  const { month, day, year, which } = date.day;
  return month === null || year !== null || which !== null ? null : { kind: 'yearly', month, day, byDay: null };
}

function readYearlyNamed(cursor: Cursor): Piece | null {
  if (cursor.take('ano', 'anos')) cursor.take(',');
  const day = readNamedDay(cursor);
  if (!day) return null;
  const named = namedDay(day.name);
  if (named.kind === 'fixed') return { kind: 'yearly', month: named.month, day: named.day, byDay: null };
  // What moves with Easter, or with another weekday, has no rule that would be right each year.
  return named.kind === 'nth'
    ? { kind: 'yearly', month: named.month, day: null, byDay: { nth: named.nth, weekday: named.weekday } }
    : fault('unsupported_rule');
}

/** "a cada 2 dias", "de 3 em 3 horas", "de hora em hora", "a cada 1h30", "a cada duas quartas". */
function readInterval(cursor: Cursor): Piece | null {
  const fromTo = cursor.attempt(readFromTo);
  if (fromTo) return fromTo;
  if (!cursor.phrase`a cada|cada|com intervalo de|em intervalos de`) return null;
  const weekdays = cursor.attempt(c => {
    const interval = c.number(52);
    const word = interval === null ? null : readWeekday(c);
    return word?.plural && interval ? everyWeeks(interval, word.weekday) : null;
  });
  if (weekdays) return weekdays;
  const duration = readDuration(cursor);
  return duration && every(duration.unit, duration.amount, false);
}

/** "de 2 em 2 horas": both numbers must agree. */
function readFromTo(cursor: Cursor): Piece | null {
  cursor.take('de');
  if (cursor.phrase`hora em hora`) return every('hour', 1, false);
  if (cursor.phrase`meia em meia hora`) return every('minute', 30, false);
  if (cursor.phrase`minuto em minuto`) return every('minute', 1, false);
  const first = cursor.number(999);
  if (first === null || !cursor.take('em')) return null;
  const second = cursor.number(999);
  const unit = cursor.lookUp(UNIT_WORDS);
  return unit && second === first ? every(unit.unit, first * unit.size, false) : null;
}

/** "dia sim, dia não", "semana sim, outra não", "em dias alternados". */
function readAlternate(cursor: Cursor): Piece | null {
  if (cursor.phrase`em dias alternados|dias alternados`) return every('day', 2, false);
  if (cursor.phrase`em semanas alternadas|semanas alternadas`) return every('week', 2, false);
  cursor.take('um', 'uma');
  const unit = cursor.lookUp(UNIT_WORDS);
  const weekday = unit ? null : readWeekday(cursor);
  if ((!unit && !weekday) || !cursor.take('sim')) return null;
  cursor.take(',', 'e');
  cursor.take('um', 'uma');
  if (!cursor.take('outro', 'outra') && !cursor.lookUp(UNIT_WORDS)) readWeekday(cursor);
  if (!cursor.take('nao')) return null;
  return unit ? every(unit.unit, unit.size * 2, false) : everyWeeks(2, weekday!.weekday);
}

/** "2 vezes por dia", "uma vez por semana", "1x ao mês": a rate that the times or days said elsewhere must bear out. */
function readRate(cursor: Cursor): Piece | null {
  const times = cursor.number(99);
  if (times === null || !cursor.take('vez', 'vezes', 'x')) return null;
  if (!cursor.take('por', 'ao', 'a', 'no', '/', 'na', 'cada')) return null;
  const unit: UnitWord | null = cursor.lookUp(UNIT_WORDS);
  return unit && unit.size === 1 && ['day', 'week', 'month', 'year'].includes(unit.unit)
    ? { kind: 'rate', times, unit: unit.unit }
    : null;
}

function readAdverb(cursor: Cursor): Piece | null {
  const span = cursor.lookUp(FREQUENCY_WORDS);
  return span && every(span.unit, span.size, true);
}

/** "24 e 31 de dezembro": without "dia" the month must be named. */
function readDaysOfNamedMonth(cursor: Cursor): Piece | null {
  const piece = cursor.peek()?.kind === 'number' ? readMonthDays(cursor, false) : null;
  return piece?.kind === 'monthdays' && piece.days.length > 1 && piece.month !== null ? piece : null;
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
  if (piece.recurring && ['do', 'no'].includes(cursor.tokens[cursor.at - 2]!.text))
    return fault('ambiguous_recurrence', { asks: true });
  // "dias 1 e 15" without a month: these two days, or these days of every month?
  if (certain && plural && !piece.recurring && piece.month === null)
    return fault('ambiguous_recurrence', { asks: true });
  return certain ? piece : null;
}

export const alternatePhrase: Phrase = {
  name: 'Sim e não',
  examples: ['dia sim, dia não 8h', 'semana sim, semana não na quarta 9h', 'sexta sim, sexta não 18h'],
  read: readAlternate,
};

export const intervalPhrase: Phrase = {
  name: 'Intervalos',
  examples: [
    'a cada 3 horas',
    'a cada 2 dias 18h',
    'a cada 2 semanas na quarta 10h',
    'de 15 em 15 dias 9h',
    'de hora em hora',
    'a cada 1h30',
    'a cada 3 meses dia 10 às 9h',
  ],
  read: readInterval,
};

export const everyPhrase: Phrase = {
  name: 'Todo dia, todo mês, todo ano',
  examples: [
    'todo dia 9h',
    'todo dia 5 9h',
    'todo dia 1 e 15 às 10h',
    'todo mês dia 8 às 11h',
    'todo dia 25/12 9h',
    'todo natal 8h',
    'todo ano dia 7 de setembro 9h',
    'toda semana na terça 10h',
    'toda hora',
  ],
  read: readEvery,
};

export const monthDaysPhrase: Phrase = {
  name: 'Dias do mês',
  examples: ['dia 5 de cada mês 9h', 'dias 3, 7 e 12 de dezembro às 8h'],
  read: readPlainMonthDays,
};

export const adverbPhrase: Phrase = {
  name: 'Diário, semanal, mensal…',
  examples: [
    'diariamente 5h',
    'semanalmente na segunda 9h',
    'quinzenal na sexta 9h',
    'mensalmente no dia 8 às 11h',
    'bimestral dia 10 9h',
    'anualmente em 25/12 às 9h',
  ],
  read: readAdverb,
};

export const ratePhrase: Phrase = {
  name: 'Vezes por dia ou semana',
  examples: ['duas vezes por dia (8h e 20h)', 'uma vez por semana na terça 9h'],
  read: readRate,
};
