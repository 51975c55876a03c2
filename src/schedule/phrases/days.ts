import type { Cursor } from '../cursor.ts';
import { PhraseTable, phraseSet } from '../phrase-table.ts';
import type { DayRef, PieceOf } from '../pieces.ts';
import { NAMED_DAY_WORDS } from '../words/named-days.ts';
import { UNIT_WORDS, type UnitWord } from '../words/units.ts';
import type { Phrase } from './phrase.ts';
import { readWeekday } from './weekday-lists.ts';

/** Folded phrase → days from today. */
const RELATIVE_DAYS = new PhraseTable<number>([
  ['depois de amanha', 2],
  ['depois d amanha', 2],
  ['depois amanha', 2],
  ['amanha', 1],
  ['hoje', 0],
  ['anteontem', -2],
  ['ontem', -1],
]);

function readRelativeDay(cursor: Cursor): DayRef | null {
  cursor.take('de', 'para', 'pra');
  const amount = cursor.find(RELATIVE_DAYS);
  return amount === null ? null : { type: 'offset', amount, unit: 'day' };
}

/** A day by its name: natal, dia das mães, quarta-feira de cinzas. */
export function readNamedDay(cursor: Cursor): Extract<DayRef, { type: 'named' }> | null {
  return cursor.attempt(c => {
    c.take('no', 'na', 'em', 'de', 'do', 'da', 'o', 'a', 'ao');
    const named = c.find(NAMED_DAY_WORDS);
    return named ? { type: 'named', name: named.name } : null;
  });
}

const DELAY_LEADS = phraseSet([
  'daqui a',
  'daqui',
  'daki a',
  'daki',
  'dentro de',
  'em',
  'de hoje a',
  'da qui a',
  'da qui',
]);

/** "2 dias", "uma semana", "1h30", "meia hora", "1 hora e 20 minutos", "uma hora e meia". */
export function readDuration(cursor: Cursor): { amount: number; unit: UnitWord['unit'] } | null {
  return cursor.attempt(c => {
    if (c.phrase`meia hora`) return { amount: 30, unit: 'minute' };
    const amount = c.number(9999);
    if (amount === null) return null;
    const unit = c.lookUp(UNIT_WORDS);
    if (!unit) return null;
    return withRest(c, amount * unit.size, unit.unit);
  });
}

/** The smaller part of a duration: the 30 of "1h30", "e meia", "e 20 minutos". Days and longer have none. */
function withRest(cursor: Cursor, amount: number, unit: UnitWord['unit']): { amount: number; unit: UnitWord['unit'] } {
  if (unit !== 'hour' && unit !== 'minute') return { amount, unit };
  const rest = cursor.attempt(c => {
    const glued = c.peek()?.glued && c.peek()?.kind === 'number';
    if (!glued && !c.take('e')) return null;
    if (c.take('meia', 'meio')) return 30;
    const count = c.number(59);
    if (count === null) return null;
    if (c.lookUp(UNIT_WORDS)?.unit === (unit === 'hour' ? 'minute' : 'second')) return count;
    // "1 hora e 15": a bare number can only be the smaller unit, unless it is about to be something else.
    return glued || !c.sees('/', ':', 'h', 'hs', 'x', 'vezes', 'dia', 'dias') ? count : null;
  });
  if (rest === null) return { amount, unit };
  return { amount: amount * 60 + rest, unit: unit === 'hour' ? 'minute' : 'second' };
}

const SECONDS = { second: 1, minute: 60, hour: 3600 } as const;

function readDelay(cursor: Cursor): PieceOf<'delay'> | PieceOf<'day'> | null {
  if (!cursor.find(DELAY_LEADS)) return null;
  return afterLead(cursor);
}

/** "duas sextas" after "daqui a": the second one to come. */
function readComingWeekday(cursor: Cursor): PieceOf<'day'> | null {
  const count = cursor.number(52);
  const word = count ? readWeekday(cursor) : null;
  if (!count || !word?.plural) return null;
  const base: DayRef = { type: 'weekday', weekday: word.weekday, week: 'next' };
  return { kind: 'day', day: { type: 'shifted', base, days: 7 * (count - 1) } };
}

function afterLead(cursor: Cursor): PieceOf<'delay'> | PieceOf<'day'> | null {
  cursor.phrase`uns|umas|cerca de|mais ou menos|aproximadamente`;
  const weekday = cursor.attempt(readComingWeekday);
  if (weekday) return weekday;
  const duration = readDuration(cursor);
  if (!duration) return null;
  const { amount, unit } = duration;
  if (unit === 'second' || unit === 'minute' || unit === 'hour')
    return { kind: 'delay', seconds: amount * SECONDS[unit] };
  cursor.phrase`a partir de hoje|a contar de hoje`;
  return { kind: 'day', day: { type: 'offset', amount, unit } };
}

export const relativePhrase: Phrase = {
  name: 'Daqui a…',
  examples: [
    'daqui a 10 minutos',
    'em 1h30',
    'daqui a meia hora',
    'daqui a 2 dias às 15h',
    'daqui uma semana às 9h',
    'daqui a duas sextas 10h',
    'dois dias depois de hoje às 9h',
  ],
  read(cursor) {
    const led = cursor.attempt(readDelay);
    if (led) return led;
    const later = cursor.attempt(afterLead);
    return later?.kind === 'day' && cursor.phrase`depois de hoje|apos hoje|a partir de hoje|a contar de hoje`
      ? later
      : null;
  },
};

export const dayPhrase: Phrase = {
  name: 'Hoje, amanhã, datas com nome',
  examples: [
    'hoje 14h',
    'amanhã às 9h',
    'depois de amanhã 10h',
    'véspera de natal 18h',
    'dia das mães às 8h',
    'próximo dia útil 9h',
  ],
  read(cursor) {
    if (cursor.phrase`agora mesmo|agora|neste instante|neste momento|imediatamente`) return { kind: 'now' };
    const relative = cursor.attempt(readRelativeDay) ?? readNamedDay(cursor);
    if (relative) return { kind: 'day', day: relative };
    if (cursor.phrase`proximo dia util|no proximo dia util`) return { kind: 'day', day: { type: 'next_working_day' } };
    return readWhich(cursor);
  },
};

function readWhich(cursor: Cursor): PieceOf<'which'> | null {
  cursor.take('na', 'no', 'para', 'da', 'do', 'a', 'o');
  if (cursor.phrase`semana que vem|proxima semana`) return { kind: 'which', of: 'week' };
  if (cursor.phrase`mes que vem|proximo mes`) return { kind: 'which', of: 'month' };
  return cursor.phrase`ano que vem|proximo ano` ? { kind: 'which', of: 'year' } : null;
}
