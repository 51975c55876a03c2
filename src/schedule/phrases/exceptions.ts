import type { Cursor } from '../cursor.ts';
import { phraseSet, phraseTable } from '../phrase-table.ts';
import { type DayRef, dateRef, type Excluded, fault, type Piece, type PieceOf } from '../pieces.ts';
import { WEEKDAY_WORDS } from '../words/weekdays.ts';
import { HOLIDAY_PLACES } from '../words/zones.ts';
import { readDay } from './any-day.ts';
import { readFurtherMonths, readMonth, readYearAfter } from './dates.ts';
import { readMonthDays } from './month-days.ts';
import type { Phrase } from './phrase.ts';
import { monthEdge, readRange } from './ranges.ts';
import { readWeekday, readWeekdayList } from './weekday-lists.ts';

const LEADS = phraseSet([
  'exceto',
  'menos',
  'fora',
  'tirando',
  'salvo',
  'excluindo',
  'pulando',
  'pula',
  'pular',
  'exclui',
  'excluir',
  'a nao ser',
  'sem ser',
  'sem contar',
  'sem',
  'com excecao de',
  'com excecao do',
  'com excecao da',
  'com excecao dos',
  'com excecao das',
  'excetuando',
  'a excecao de',
  'nao enviar',
  'mas nao',
  'so nao',
  'so que nao',
  'nao no',
  'nao na',
  'nao nos',
  'nao nas',
  'nao aos',
  'nao em',
  'que nao seja',
  'que nao sejam',
]);
const ARTICLES = ['a', 'nos', 'no', 'nas', 'na', 'aos', 'ao', 'as', 'os', 'o', 'em', 'de', 'dos', 'do', 'para', 'e'];

/** "feriados", "feriados de SP", "feriados nacionais", and the days that are holidays by custom. */
function readHolidays(cursor: Cursor): Excluded | null {
  return cursor.attempt((c): Excluded | null => {
    if (!c.take('feriado', 'feriados')) return null;
    // A state's own are known only beside the national ones: "feriados estaduais" alone stays unread.
    const both = c.phrase`nacionais e estaduais|nacional e estadual`;
    if (!both && c.take('nacionais', 'nacional')) return { type: 'holidays', place: null };
    const place = c.attempt(r => {
      if (!r.take('de', 'do', 'da', 'em')) return null;
      return r.find(HOLIDAY_PLACES);
    });
    return both && place === null ? null : { type: 'holidays', place };
  });
}

/** "janeiro", "julho e agosto", "janeiro de 2027". */
function readMonths(cursor: Cursor): Excluded | null {
  cursor.phrase`o mes de|mes de|os meses de|meses de`;
  const first = readMonth(cursor);
  if (first === null) return null;
  const { year, next } = readYearAfter(cursor);
  if (next) return null;
  if (year !== null) return { type: 'days', from: monthEdge('start', first, year), to: monthEdge('end', first, year) };
  return { type: 'months', months: [first, ...readFurtherMonths(cursor)] };
}

/** "a próxima", "as próximas duas": the coming sends themselves. */
function readNextOnes(cursor: Cursor): Excluded | null {
  if (!cursor.take('proxima', 'proximo', 'proximas', 'proximos')) return null;
  const count = cursor.number(99) ?? 1;
  cursor.take('vez', 'vezes', 'envio', 'envios');
  return cursor.wouldRead(c => readWeekday(c)) || cursor.sees('semana', 'mes', 'ano', 'dia', 'dias')
    ? null
    : { type: 'next', count };
}

/** "a próxima sexta", "esta sexta", "sexta que vem": one of them, not all. */
function readOneWeekday(cursor: Cursor): Excluded | null {
  const next = cursor.take('proxima', 'proximo');
  const now = !next && cursor.take('esta', 'este', 'essa', 'esse', 'nesta', 'neste');
  const word = readWeekday(cursor);
  if (!word || word.plural) return null;
  const inNextWeek = cursor.phrase`da semana que vem|da proxima semana`;
  const later = !inNextWeek && cursor.phrase`que vem`;
  const week = inNextWeek ? 'next_week' : later ? 'ambiguous' : next ? 'next' : now ? 'this' : null;
  return week && { type: 'days', from: { type: 'weekday', weekday: word.weekday, week }, to: null };
}

/** "semana que vem", "este mês": from its first day to its last. */
function readPeriod(cursor: Cursor): Excluded | null {
  const found = cursor.find(PERIODS);
  if (!found) return null;
  const { of, which } = found;
  const edge = (at: 'start' | 'end'): DayRef => ({ type: 'edge', edge: at, of, which, month: null, year: null });
  return { type: 'days', from: edge('start'), to: edge('end') };
}

const PERIODS = phraseTable<{ of: 'week' | 'month' | 'year'; which: 'this' | 'next' }>([
  [{ of: 'week', which: 'next' }, ['semana que vem', 'proxima semana']],
  [{ of: 'month', which: 'next' }, ['mes que vem', 'proximo mes']],
  [{ of: 'year', which: 'next' }, ['ano que vem', 'proximo ano']],
  [{ of: 'week', which: 'this' }, ['esta semana', 'essa semana', 'nesta semana', 'nessa semana']],
  [{ of: 'month', which: 'this' }, ['este mes', 'esse mes', 'neste mes', 'nesse mes']],
]);

/** "24 e 25 de dezembro", "dias 24, 25 e 31/12". */
function readDays(cursor: Cursor): Excluded[] | PieceOf<'fault'> | null {
  const led = cursor.take('dias', 'dia');
  if (cursor.peek()?.kind !== 'number') return null;
  const piece = readMonthDays(cursor, false);
  if (piece?.kind !== 'monthdays' || piece.days.length < 2) return null;
  const month = piece.months[0] ?? null;
  if (month === null) return led ? fault('ambiguous_date', { asks: true }) : null;
  return piece.months.length === 1
    ? piece.days.map((day): Excluded => ({ type: 'days', from: dateRef(day, { month }), to: null }))
    : null;
}

/** Days that are holidays by custom: beside "feriados" they join them in every year. */
function readCustomary(cursor: Cursor): Excluded | null {
  if (cursor.phrase`carnaval`) return { type: 'holidays', place: '+CARNAVAL' };
  return cursor.phrase`corpus christi` ? { type: 'holidays', place: '+CORPUS_CHRISTI' } : null;
}

function readItem(cursor: Cursor): Excluded | Excluded[] | Piece | null {
  const holidays = readHolidays(cursor);
  if (holidays) return holidays;
  const range = cursor.attempt(readRange);
  if (range) return 'kind' in range ? range : { type: 'days', from: range.from, to: range.to };
  while (cursor.take(...ARTICLES));
  if (cursor.phrase`carnaval`)
    return {
      type: 'days',
      from: { type: 'named', name: 'segunda de Carnaval' },
      to: { type: 'named', name: 'terça de Carnaval' },
    };
  const special =
    readHolidays(cursor) ??
    cursor.attempt(readDays) ??
    cursor.attempt(readOneWeekday) ??
    readPeriod(cursor) ??
    cursor.attempt(readNextOnes) ??
    cursor.attempt(readMonths);
  if (special) return special;
  const day = cursor.attempt(c => {
    const read = readDay(c);
    return read && !('kind' in read) && read.type === 'weekday' ? null : read;
  });
  if (day) return 'kind' in day ? day : { type: 'days', from: day, to: null };
  const weekdays = cursor.attempt(c => readWeekdayList(c, true));
  return weekdays && { type: 'weekdays', weekdays: weekdays.weekdays };
}

export const exceptionPhrase: Phrase = {
  name: 'Exceto',
  examples: [
    'todo dia 11h exceto segunda',
    'de segunda a sexta 8h sem feriados',
    'todo dia 9h menos sábado e domingo',
    'todo dia 9h exceto 25/12 e 01/01',
    'todo dia 9h exceto de 20/12 a 05/01',
    'dias úteis 9h exceto feriados de SP',
    'todo dia 9h com exceção do dia 31/12',
    'todo dia 9h exceto 24 e 25 de dezembro',
    'todo dia 5 9h menos em janeiro',
    'toda sexta 9h menos a próxima',
  ],
  read(cursor): Piece | null {
    if (!cursor.find(LEADS)) return null;
    const excluded: Excluded[] = [];
    for (;;) {
      const item = cursor.attempt(c => {
        if (excluded.length > 0 && !c.take(',', 'e', 'nem')) return null;
        if (excluded.length > 0) c.phrase`e|nem|exceto|menos|sem`;
        const withHolidays = excluded.some(item => item.type === 'holidays');
        return (withHolidays ? c.attempt(readCustomary) : null) ?? readItem(c);
      });
      if (!item) break;
      if ('kind' in item) return item;
      const items = Array.isArray(item) ? item : [item];
      // "exceto dia 10": of every month, or the next one only?
      if (items.some(one => one.type === 'days' && !one.to && isOfEachMonth(one.from)))
        return fault('ambiguous_date', { asks: true });
      excluded.push(...items);
    }
    // "menos amanhã e sexta": this Friday, or all of them?
    const isOnce = excluded.some(one => one.type === 'days' && one.from.type === 'offset');
    if (isOnce && excluded.some(one => one.type === 'weekdays')) return fault('ambiguous_date', { asks: true });
    return excluded.length ? { kind: 'exclude', excluded } : null;
  },
};

/** A day that each month has: this month's alone, or every month's? */
function isOfEachMonth(day: DayRef): boolean {
  if (day.type === 'date') return day.month === null;
  if (day.type === 'edge') return day.of === 'month' && day.month === null && day.which === 'this';
  return day.type === 'nth' && day.month === null && day.which === null;
}

/** The days that "não" says no to, or "inclusive" yes: weekdays, holidays. */
function readWeekdaysOrHolidays(cursor: Cursor): Excluded[] | null {
  const items: Excluded[] = [];
  for (;;) {
    const item = cursor.attempt(c => {
      if (items.length > 0 && !c.take(',', 'e', 'nem')) return null;
      while (c.take(...ARTICLES));
      const holidays = readHolidays(c);
      if (holidays) return holidays;
      const list = readWeekdayList(c, true);
      return list && { type: 'weekdays' as const, weekdays: list.weekdays };
    });
    if (!item) return items.length ? items : null;
    items.push(item);
  }
}

export const notOnPhrase: Phrase = {
  name: 'Domingo não',
  opens: new Set([
    ...[...WEEKDAY_WORDS.keys(), ...ARTICLES, 'feriado', 'feriados'],
    ...['dia', 'dias', 'fim', 'fins', 'final', 'finais', 'fds'],
  ]),
  examples: ['todo dia 9h, domingo não', 'todo dia 9h (sábado e domingo não)', 'todo dia 9h feriado não'],
  read(cursor): Piece | null {
    const excluded = readWeekdaysOrHolidays(cursor);
    return excluded && cursor.take('nao') ? { kind: 'exclude', excluded } : null;
  },
};

export const includePhrase: Phrase = {
  name: 'Inclusive',
  examples: ['todo dia 9h inclusive domingo', 'de segunda a sexta 9h, inclusive feriados'],
  read(cursor): Piece | null {
    if (!cursor.phrase`inclusive|incluindo|inclui|incluir|mesmo em|mesmo no|mesmo nos|mesmo aos|com`) return null;
    // Only "com feriados": "com" stands before names as well.
    if (cursor.tokens[cursor.at - 1]!.text === 'com' && !cursor.sees('feriado', 'feriados')) return null;
    const included = readWeekdaysOrHolidays(cursor);
    return included && { kind: 'include', included };
  },
};
