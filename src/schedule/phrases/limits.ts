import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { type DayRef, dateRef, fault, type Piece } from '../pieces.ts';
import { parseRrule } from '../rrule-value.ts';
import { UNIT_WORDS } from '../words/units.ts';
import { readTime } from './clock.ts';
import { readDate, readMonth, readWhichMonth, readYearAfter } from './dates.ts';
import { dayPhrase, readNamedDay } from './days.ts';
import type { Phrase } from './phrase.ts';
import { readWeekday } from './weekdays.ts';

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
  return piece?.kind === 'which' ? { type: 'edge', edge: 'start', of: piece.of, which: 'next', month: null } : null;
}

/** "fim do mês", "final de dezembro", "início do ano que vem". */
function readEdge(cursor: Cursor): DayRef | null {
  return cursor.attempt((c): DayRef | null => {
    const edge = c.phrase`fim|final|ultimo dia` ? 'end' : c.take('inicio', 'comeco') ? 'start' : null;
    if (!edge) return null;
    const which = readWhichMonth(c);
    if (which) return { type: 'edge', edge, of: 'month', which, month: null };
    if (c.phrase`do mes`) return { type: 'edge', edge, of: 'month', which: 'this', month: null };
    if (c.phrase`do ano que vem|do proximo ano`) return { type: 'edge', edge, of: 'year', which: 'next', month: null };
    if (c.phrase`do ano|deste ano|desse ano`) return { type: 'edge', edge, of: 'year', which: 'this', month: null };
    if (c.phrase`da semana que vem|da proxima semana`)
      return { type: 'edge', edge, of: 'week', which: 'next', month: null };
    if (c.phrase`da semana|desta semana|dessa semana`)
      return { type: 'edge', edge, of: 'week', which: 'this', month: null };
    c.take('de');
    const month = readMonth(c);
    return month === null ? null : { type: 'edge', edge, of: 'month', which: null, month };
  });
}

const isPiece = (day: DayRef | Piece): day is Piece => 'kind' in day;

function readUntil(cursor: Cursor): Piece | null {
  if (!cursor.phrase`so ate|somente ate|ate|terminando em|terminando|acabando em`) return null;
  const time = cursor.wouldRead(c => c.sees('as', 'a') || c.peek()?.kind === 'number' || c.sees('meio'))
    ? readTime(cursor)
    : null;
  if (time) return 'kind' in time ? time : { kind: 'until_time', time };
  const day = readDay(cursor, true);
  if (day) return isPiece(day) ? day : { kind: 'until', day };
  // "até dezembro" may or may not take December in.
  const month = cursor.attempt(readMonth);
  return month === null ? null : fault('ambiguous_date', { asks: true });
}

const START_LEADS = phraseSet([
  'a partir',
  'comecando',
  'iniciando',
  'comeca',
  'inicia',
  'com inicio',
  'inicio',
  'a comecar',
  'a iniciar',
  'a contar',
  'valendo',
  'desde',
]);

function readStart(cursor: Cursor): Piece | null {
  if (!cursor.find(START_LEADS)) return null;
  if (cursor.phrase`a partir`) cursor.take('de', 'do', 'da');
  const led = cursor.take('das');
  if (!led) cursor.take('de', 'do', 'da', 'em', 'no', 'na');
  const time = readTime(cursor, led ? 'strong' : 'none');
  if (time) return 'kind' in time ? time : { kind: 'start_time', time };
  if (led) return null;
  const day = readDay(cursor);
  if (day) return isPiece(day) ? day : { kind: 'start', day };
  const month = cursor.attempt(readMonth);
  if (month === null) return null;
  return { kind: 'start', day: dateRef(1, { month, year: readYearAfter(cursor).year }) };
}

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

export const untilPhrase: Phrase = {
  name: 'Até',
  examples: [
    'todo dia 18h até 20/12',
    'toda sexta 17h até o natal',
    'todo dia 9h até o fim do mês',
    'dias úteis 8h até sexta',
  ],
  read: readUntil,
};

export const startPhrase: Phrase = {
  name: 'A partir de',
  examples: [
    'todo dia 10h a partir de 01/12',
    'toda segunda 9h começando em 07/12/2026',
    'todo dia 8h a partir de amanhã',
    'a cada 3 horas a partir de amanhã às 8h',
  ],
  read: readStart,
};

export const rangePhrase: Phrase = {
  name: 'De uma data a outra',
  examples: ['todo dia 9h de 01/12 a 20/12', 'todo dia 8h de 1 a 20 de dezembro', 'dias úteis 9h entre 01/12 e 18/12'],
  read(cursor) {
    const range = readRange(cursor);
    return range && ('kind' in range ? range : { kind: 'range', first: range.from, last: range.to });
  },
};

export const lastingPhrase: Phrase = {
  name: 'Por quanto tempo, quantas vezes',
  examples: [
    'todo dia 21h por 7 dias',
    'toda quarta 9h 3 vezes',
    'toda segunda 9h por 2 meses',
    'nos próximos 5 dias 9h',
  ],
  read(cursor) {
    cursor.take('so', 'apenas', 'somente');
    const led = cursor.phrase`por|durante|pelos proximos|pelas proximas|nos proximos|nas proximas|durante os proximos|ao longo de|num total de|no total de|total de|repetir|repete|repetindo`;
    const amount = cursor.number(9999);
    if (amount === null) return null;
    if (cursor.take('vezes', 'vez', 'x', 'envios', 'ocorrencias'))
      return amount > 0 ? { kind: 'count', count: amount } : null;
    const span = led ? cursor.lookUp(UNIT_WORDS) : null;
    if (!span || span.unit === 'second' || amount < 1) return null;
    cursor.phrase`seguidos|seguidas|consecutivos|consecutivas`;
    return { kind: 'lasting', amount: amount * span.size, unit: span.unit };
  },
};

export const monthsPhrase: Phrase = {
  name: 'Só em certos meses',
  examples: ['toda segunda 9h só em dezembro', 'todo dia 5 9h, só em março e abril'],
  read(cursor) {
    if (
      !cursor.phrase`so em|somente em|apenas em|so nos meses de|somente nos meses de|apenas nos meses de|nos meses de`
    )
      return null;
    const months: number[] = [];
    for (;;) {
      const month = cursor.attempt(c => (months.length === 0 || c.take(',', 'e') ? readMonth(c) : null));
      if (month === null) break;
      months.push(month);
    }
    return months.length ? { kind: 'months', months } : null;
  },
};

export const rulePhrase: Phrase = {
  name: 'Regra RFC 5545',
  examples: ['pela regra FREQ=MONTHLY;BYMONTHDAY=1,-1 às 9h'],
  read(cursor) {
    if (!cursor.phrase`pela regra|regra`) return null;
    let rrule = '';
    while (!cursor.done && (rrule === '' || cursor.peek()?.glued)) rrule += cursor.tokens[cursor.at++]!.text;
    try {
      parseRrule(rrule.toUpperCase());
    } catch {
      return fault('unsupported_rule');
    }
    return { kind: 'rule', rrule: rrule.toUpperCase() };
  },
};
