import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { type DayPart, fault, type Piece } from '../pieces.ts';
import { MONTH_WORDS } from '../words/months.ts';
import { namedDay } from '../words/named-days.ts';
import { FREQUENCY_WORDS, UNIT_WORDS } from '../words/units.ts';
import { looksLikeClock } from './clock-figures.ts';
import { readDate } from './dates.ts';
import { readNamedDay } from './days.ts';
import { every } from './intervals.ts';
import { readMonthDays } from './month-days.ts';
import type { Phrase } from './phrase.ts';

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
  'todo o',
  'toda a',
  'toda santa',
  'sempre no',
  'sempre em',
  'sempre',
]);

/** "todo dia", "todo dia 5", "todo mês", "toda hora", "todo 25/12", "todo natal", "cada quinzena". */
function readEvery(cursor: Cursor): Piece | null {
  if (!cursor.find(EVERY_WORDS)) return null;
  const manner = cursor.tokens[cursor.at - 1]!.text === 'cada' && cursor.tokens[cursor.at - 2]?.text === 'a';
  const named = cursor.attempt(readYearlyNamed);
  if (named) return named;
  const date = cursor.attempt(readYearlyDate);
  if (date) return date;
  if (cursor.attempt(c => (c.number(7) === 7 && c.phrase`dias da semana` ? true : null))) return every('day', 1, false);
  if (cursor.take('dia', 'dias')) {
    const plural = cursor.tokens[cursor.at - 1]!.text === 'dias';
    const monthDays = cursor.attempt(c => readMonthDays(c, true));
    // "todos os dias 10 15h": the 10th of each month, or two hours?
    const single = monthDays?.kind === 'monthdays' && monthDays.days.length === 1 && monthDays.days[0]! < 24;
    const hour = single && cursor.wouldRead(hourFollows);
    if (plural && hour && monthDays.months.length === 0) return fault('ambiguous_recurrence', { asks: true });
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

function hourFollows(cursor: Cursor): boolean {
  cursor.take(',', 'as');
  return looksLikeClock(cursor);
}

/** "25/12", "dia 25 de dezembro", "ano dia 7 de setembro" after "todo". */
function readYearlyDate(cursor: Cursor): Piece | null {
  if (cursor.take('ano', 'anos')) cursor.take('em', 'no', 'na', ',');
  const date = readDate(cursor);
  if (!date) return null;
  if (date.kind === 'fault') return date;
  const { month, day, year, which } = date.day;
  // "10 de janeiro e julho" has more than one month.
  if (cursor.wouldRead(c => c.take(',', 'e') && c.lookUp(MONTH_WORDS))) return null;
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

function readAdverb(cursor: Cursor): Piece | null {
  const span = cursor.lookUp(FREQUENCY_WORDS);
  return span && every(span.unit, span.size, true);
}

export const everyPhrase: Phrase = {
  name: 'Todo dia, todo mês, todo ano',
  examples: [
    'todo dia 9h',
    'todo dia 5 9h',
    'todo o dia 9h',
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
