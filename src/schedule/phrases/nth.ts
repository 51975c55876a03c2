import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import type { DayRef, NthOf, Piece, WhichMonth } from '../pieces.ts';
import { ORDINALS } from '../words/numbers.ts';
import { readMonth, readWhichMonth, readYearAfter } from './dates.ts';
import { firstMonths, lastMonths, readEachPeriod } from './periods.ts';
import type { Phrase } from './phrase.ts';
import { readWeekday } from './weekday-lists.ts';

const EVERY = phraseSet(['toda', 'todo', 'todas as', 'todos os', 'cada', 'a cada']);

/** "primeira", "2ª", "último", also "1ª e 3ª". */
function readOrdinals(cursor: Cursor): number[] | null {
  const first = readOrdinal(cursor);
  if (first === null) return null;
  const ordinals = [first];
  for (;;) {
    const next = cursor.attempt(c => {
      if (!c.take('e', ',')) return null;
      c.take('a', 'o', 'na', 'no', 'e');
      return readOrdinal(c);
    });
    if (next === null) return ordinals;
    ordinals.push(next);
  }
}

function readOrdinal(cursor: Cursor): number | null {
  return cursor.attempt(c => {
    const word = c.lookUp(ORDINALS);
    if (word !== null) return word;
    const number = c.digits(2);
    return number !== null && number > 0 && (c.takeGlued('o', 'a') || c.wouldRead(r => r.phrase`dia util`))
      ? number
      : null;
  });
}

function readCounted(cursor: Cursor): NthOf | null {
  if (cursor.phrase`dias uteis|dia util`) {
    return cursor.phrase`contando sabado|contando sabados|contando o sabado|clt|da clt|incluindo sabado`
      ? 'clt_working_day'
      : 'working_day';
  }
  const weekday = readWeekday(cursor);
  if (weekday) return weekday.weekday;
  return cursor.take('dia', 'dias') ? 'day' : null;
}

type Scope =
  | { every: true; period?: number }
  | { every: false; month: number | null; year: number | null; which: WhichMonth | null };

/** "do mês", "de cada mês": all of them; "de julho", "do mês que vem": one. */
function readScope(cursor: Cursor): Scope | null {
  const which = readWhichMonth(cursor);
  if (which) return { every: false, month: null, year: null, which };
  if (
    cursor.phrase`do mes|de cada mes|de todo mes|de todos os meses|no mes|a cada mes|todo mes|todos os meses|mensalmente`
  )
    return { every: true };
  const period = readEachPeriod(cursor);
  if (period !== null) return { every: true, period };
  return cursor.attempt(c => {
    if (!c.take('de', 'em')) return null;
    const month = readMonth(c);
    if (month === null) return null;
    const { year } = readYearAfter(c);
    return { every: false, month, year, which: null };
  });
}

/** "primeira segunda do mês", "todo 5º dia útil", "última sexta de dezembro", "último dia do mês". */
function readNth(cursor: Cursor): Piece | null {
  if (cursor.phrase`todo fim de mes|todo final de mes|todo fim do mes|todo final do mes`)
    return { kind: 'nth', nth: [-1], of: 'day', every: true, scope: 'month', months: [] };
  const monthly = cursor.phrase`todo mes|todos os meses|mensalmente|a cada mes`;
  if (monthly) cursor.take('na', 'no', 'a', 'o', ',');
  const every = cursor.find(EVERY) !== null || monthly;
  if (!every) cursor.take('na', 'no', 'a', 'o', 'da', 'do');
  const spelt = cursor.peek()?.kind === 'word';
  const nth = readOrdinals(cursor);
  if (!nth) return null;
  const of = readCounted(cursor);
  if (of === null) return null;
  const scope = readScope(cursor);
  // "segunda" and "quarta" are ordinals and weekdays at once: without "do mês" they stay weekdays.
  if (!scope && !every && of !== 'working_day' && of !== 'clt_working_day') return null;
  if (!scope && spelt && typeof of === 'number' && nth.some(isWeekdayToo)) return null;
  if (!scope || scope.every) return ofEach(nth, of, every || scope !== null, scope);
  if (nth.length > 1) return null;
  const day: DayRef = { type: 'nth', nth: nth[0]!, of, month: scope.month, year: scope.year, which: scope.which };
  if (!every) return { kind: 'day', day };
  return scope.month !== null && typeof of === 'number' && scope.year === null
    ? { kind: 'yearly', month: scope.month, day: null, byDay: { nth: nth[0]!, weekday: of } }
    : null;
}

function ofEach(nth: number[], of: NthOf, every: boolean, scope: Extract<Scope, { every: true }> | null): Piece | null {
  const period = scope?.period;
  const months = period ? (nth[0]! > 0 ? firstMonths : lastMonths)(period) : [];
  // The first and the last day of a quarter lie in different months.
  if (period && nth.some(position => position > 0 !== nth[0]! > 0)) return null;
  return { kind: 'nth', nth, of, every, scope: scope ? 'month' : null, months };
}

function isWeekdayToo(nth: number): boolean {
  return nth === 2 || (nth >= 4 && nth <= 6);
}

export const nthPhrase: Phrase = {
  name: 'Enésimo dia do mês',
  opens: new Set([
    ...ORDINALS.keys(),
    ...['toda', 'todo', 'todas', 'todos', 'cada', 'a', 'o', 'na', 'no', 'da', 'do', 'mensalmente'],
  ]),
  examples: [
    'primeira segunda do mês 9h',
    'toda última sexta do mês às 17h',
    '1ª e 3ª terça de cada mês 8h',
    'todo 5º dia útil 9h',
    'último dia útil do mês 16h',
    'último dia do mês 18h',
    'última sexta de dezembro 20h',
    'primeiro dia de cada mês 7h',
    'último dia útil de cada trimestre 16h',
  ],
  read: readNth,
};
