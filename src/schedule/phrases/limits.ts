import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { type DayRef, dateRef, fault, type Piece } from '../pieces.ts';
import { UNIT_WORDS } from '../words/units.ts';
import { isPiece, readDay } from './any-day.ts';
import { readTime } from './clock-figures.ts';
import { readFurtherMonths, readMonth, readYearAfter } from './dates.ts';
import type { Phrase } from './phrase.ts';
import { monthEdge } from './ranges.ts';
import { readWeekdayList } from './weekday-lists.ts';

function readUntil(cursor: Cursor): Piece | null {
  if (!cursor.phrase`so ate|somente ate|ate|terminando em|terminando|acabando em`) return null;
  const time = cursor.wouldRead(c => c.sees('as', 'a') || c.peek()?.kind === 'number' || c.sees('meio'))
    ? readTime(cursor)
    : null;
  if (time) return 'kind' in time ? time : { kind: 'until_time', time };
  const period = cursor.attempt(readComingPeriod);
  if (period) return { kind: 'until', day: period, vague: true };
  const day = readDay(cursor, true);
  if (day) return isPiece(day) ? day : untilDay(cursor, day);
  const month = cursor.attempt(readMonth);
  if (month === null) return null;
  const { year, next } = readYearAfter(cursor);
  return next
    ? fault('ambiguous_date', { asks: true })
    : { kind: 'until', day: monthEdge('end', month, year), vague: true };
}

/** "20/12", "20/12, no máximo às 12h". */
function untilDay(cursor: Cursor, day: DayRef): Piece {
  const latest = cursor.attempt(c => {
    c.take(',');
    return c.phrase`no maximo` ? readTime(c, 'strong') : null;
  });
  if (!latest) return { kind: 'until', day };
  return 'kind' in latest ? latest : { kind: 'until', day, latest };
}

/** "a semana que vem", "o próximo mês": their last day. */
function readComingPeriod(cursor: Cursor): DayRef | null {
  cursor.take('o', 'a');
  const of = cursor.phrase`semana que vem|proxima semana`
    ? 'week'
    : cursor.phrase`mes que vem|proximo mes`
      ? 'month'
      : cursor.phrase`ano que vem|proximo ano`
        ? 'year'
        : null;
  return of && { type: 'edge', edge: 'end', of, which: 'next', month: null, year: null };
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

export const untilPhrase: Phrase = {
  name: 'Até',
  examples: [
    'todo dia 18h até 20/12',
    'toda sexta 17h até o natal',
    'todo dia 9h até o fim do mês',
    'dias úteis 8h até sexta',
    'a cada 2 horas até 20/12, no máximo às 12h',
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

/** "sextas", "segundas-feiras": what a number of may follow. */
function readPluralWeekdays(cursor: Cursor): number[] | null {
  return cursor.attempt(c => {
    const list = readWeekdayList(c);
    return list?.plural && list.weekdays.length === 1 ? list.weekdays : null;
  });
}

/** "sempre", of what repeats. */
export const alwaysPhrase: Phrase = {
  name: 'Sempre',
  examples: ['toda sexta 9h, sempre'],
  read: cursor => (cursor.take('sempre') ? { kind: 'always' } : null),
};

export const lastingPhrase: Phrase = {
  name: 'Por quanto tempo, quantas vezes',
  examples: [
    'todo dia 21h por 7 dias',
    'toda quarta 9h 3 vezes',
    'toda segunda 9h por 2 meses',
    'nos próximos 5 dias 9h',
    'nas próximas 5 sextas 9h',
  ],
  read(cursor) {
    cursor.take('so', 'apenas', 'somente');
    const led = cursor.phrase`por|durante|pelos proximos|pelas proximas|nos proximos|nas proximas|as proximas|os proximos|proximas|proximos|durante os proximos|durante as proximas|por mais|ao longo de|num total de|no total de|total de|repetir|repete|repetindo`;
    const amount = cursor.number(9999);
    if (amount === null) return null;
    const weekdays = led && amount > 0 ? readPluralWeekdays(cursor) : null;
    if (weekdays) return { kind: 'weekdays', weekdays, recurring: true, week: 'coming', count: amount };
    if (cursor.take('vezes', 'vez', 'x', 'envios', 'ocorrencias'))
      return amount > 0 ? { kind: 'count', count: amount, total: cursor.phrase`ao todo|no total|em total` } : null;
    const span = led ? cursor.lookUp(UNIT_WORDS) : null;
    if (!span || span.unit === 'second' || amount < 1) return null;
    cursor.phrase`seguidos|seguidas|consecutivos|consecutivas`;
    return { kind: 'lasting', amount: amount * span.size, unit: span.unit };
  },
};

export const monthsPhrase: Phrase = {
  name: 'Só em certos meses',
  examples: ['toda segunda 9h só em dezembro', 'todo dia 5 9h, só em março e abril', 'toda sexta 9h em janeiro'],
  read(cursor) {
    cursor.take('so', 'somente', 'apenas');
    if (!cursor.phrase`em|no mes de|nos meses de|durante o mes de|durante os meses de|durante|de`) return null;
    const first = readMonth(cursor);
    if (first === null) return null;
    const { year, next } = readYearAfter(cursor);
    if (next) return fault('ambiguous_date', { asks: true });
    // One month of one year is a stretch of days.
    if (year !== null)
      return { kind: 'range', first: monthEdge('start', first, year), last: monthEdge('end', first, year) };
    return { kind: 'months', months: [first, ...readFurtherMonths(cursor)] };
  },
};
