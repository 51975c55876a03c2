import type { Cursor } from '../cursor.ts';
import { phraseSet } from '../phrase-table.ts';
import { fault, type PieceOf, type WhichWeek } from '../pieces.ts';
import { UNIT_WORDS } from '../words/units.ts';
import { NUMBERED_WEEKDAYS, resembledWeekday, WEEKDAY_WORDS, type WeekdayWord } from '../words/weekdays.ts';
import { readDate } from './dates.ts';
import type { Phrase } from './phrase.ts';

export const WORKWEEK = [0, 1, 2, 3, 4];
const WEEKEND = [5, 6];

const THIS = phraseSet([
  'esta',
  'este',
  'essa',
  'esse',
  'nesta',
  'neste',
  'nessa',
  'nesse',
  'desta',
  'deste',
  'dessa',
  'desse',
]);
const EVERY = phraseSet(['toda', 'todo', 'cada', 'todas as', 'todos os', 'a cada', 'todas', 'todos']);
const ON = phraseSet(['na', 'no', 'em', 'pra', 'para', 'para a', 'para o', 'pro', 'a', 'o']);
const ON_EVERY = phraseSet(['as', 'aos', 'nas', 'nos']);

/** A weekday by name, with "feira" and the full stop of "seg."; "2a" needs `numbered` or a "feira". */
export function readWeekday(cursor: Cursor, numbered = false): WeekdayWord | null {
  return (
    cursor.attempt(c => {
      const word = c.lookUp(WEEKDAY_WORDS);
      if (!word) return null;
      if (word.short) c.takeGlued('.');
      const feira = takeFeira(c);
      return { ...word, plural: word.plural || feira === 'feiras' };
    }) ?? cursor.attempt(c => readNumberedWeekday(c, numbered))
  );
}

function readNumberedWeekday(cursor: Cursor, numbered: boolean): WeekdayWord | null {
  const weekday = NUMBERED_WEEKDAYS.get(cursor.digits(1) ?? -1);
  if (weekday === undefined || !cursor.takeGlued('a', 'as')) return null;
  const plural = cursor.tokens[cursor.at - 1]!.text === 'as';
  const feira = takeFeira(cursor);
  return feira || numbered ? { weekday, plural: plural || feira === 'feiras', short: false } : null;
}

function takeFeira(cursor: Cursor): 'feira' | 'feiras' | null {
  return cursor.attempt(c => {
    c.take('-');
    return c.take('feira') ? 'feira' : c.take('feiras') ? 'feiras' : null;
  });
}

interface WeekdayList {
  weekdays: number[];
  plural: boolean;
  /** More than one, or a range: several days are a rhythm, one is an appointment. */
  several: boolean;
}

/** "segunda", "seg, qua e sex", "terça a sábado", "dias úteis", "fins de semana". */
export function readWeekdayList(cursor: Cursor, numbered = false): WeekdayList | null {
  const first = readWeekdayItem(cursor, numbered);
  if (!first) return null;
  const list = { weekdays: [...first.weekdays], plural: first.plural, several: first.several };
  for (;;) {
    const next = cursor.attempt(c => {
      if (!c.take(',', 'e', '/', '+')) return null;
      c.take('e');
      c.phrase`as|aos|nas|nos|na|no|a|o|toda|todo`;
      return readWeekdayItem(c, true);
    });
    if (!next) break;
    list.weekdays.push(...next.weekdays);
    list.plural ||= next.plural;
    list.several = true;
  }
  return { ...list, weekdays: sortedUnique(list.weekdays) };
}

function readWeekdayItem(cursor: Cursor, numbered: boolean): WeekdayList | null {
  const group = readGroup(cursor);
  if (group) return { weekdays: group, plural: true, several: true };
  return cursor.attempt(c => {
    const from = readWeekday(c, numbered) ?? (numbered ? null : readFirstOfNumberedRange(c));
    if (!from) return null;
    const to = c.attempt(r => {
      if (!r.take('a', 'ate', '-', 'as', 'ao')) return null;
      r.take('a', 'o');
      return readWeekday(r, true);
    });
    if (!to) return { weekdays: [from.weekday], plural: from.plural, several: false };
    return { weekdays: weekdayRange(from.weekday, to.weekday), plural: from.plural || to.plural, several: true };
  });
}

/** "2a a 6a": a number is a weekday when a range of numbers says so. */
function readFirstOfNumberedRange(cursor: Cursor): WeekdayWord | null {
  return cursor.attempt(c => {
    const first = readWeekday(c, true);
    return first && c.wouldRead(r => r.take('a', 'ate', '-') && readWeekday(r, true)) ? first : null;
  });
}

function readGroup(cursor: Cursor): number[] | null {
  if (cursor.phrase`dias uteis|dia util|dias de semana|dia de semana|dias da semana`) return WORKWEEK;
  return cursor.phrase`fim de semana|fins de semana|final de semana|finais de semana|fds` ? WEEKEND : null;
}

/** From one weekday to another, round the week where it must: "sexta a segunda". */
function weekdayRange(from: number, to: number): number[] {
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7);
}

export function sortedUnique(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** "que vem", "da semana que vem", "desta semana" after a weekday. */
function readWeek(cursor: Cursor): WhichWeek | null {
  if (
    cursor.phrase`da semana que vem|da proxima semana|da semana proxima|semana que vem|da semana seguinte|na semana que vem|na proxima semana`
  )
    return 'next_week';
  if (cursor.phrase`desta semana|dessa semana|esta semana|essa semana|nesta semana|nessa semana`) return 'this_week';
  if (cursor.phrase`da outra semana`) return 'ambiguous';
  if (cursor.phrase`que vem`) return 'ambiguous';
  return cursor.phrase`proxima|proximo|agora` ? 'next' : null;
}

function readOneWeekday(cursor: Cursor): PieceOf<'weekdays'> | PieceOf<'day'> | PieceOf<'fault'> | null {
  const every = cursor.find(EVERY) !== null;
  const onEvery = !every && cursor.find(ON_EVERY) !== null;
  // After a time "de sexta" says which one: "9h da manhã de sexta".
  const from = !every && !onEvery && cursor.take('de') && !followsTime(cursor);
  const next = !every && !onEvery && cursor.phrase`proxima|proximo|na proxima|no proximo|da proxima|do proximo`;
  const led = every || onEvery || from || next || cursor.find(THIS) !== null || cursor.find(ON) !== null;
  const only = cursor.take('so', 'apenas', 'somente');
  const list = readWeekdayList(cursor, led);
  if (!list) return every ? readUnknown(cursor) : null;
  const week = readWeek(cursor);
  if (!every && !onEvery && !list.plural && !list.several) {
    const date = readDateBeside(cursor, list.weekdays[0]!);
    if (date) return date;
  }
  const rhythm = every || onEvery || list.plural || (list.several && !week && !next);
  // "de segunda" alone is said of one Monday and of every Monday.
  if (from && !rhythm && !week) return fault('ambiguous_recurrence', { asks: true });
  if (only && !rhythm && !week) return fault('ambiguous_recurrence', { asks: true });
  return { kind: 'weekdays', weekdays: list.weekdays, recurring: rhythm, week: week ?? (next ? 'next' : 'coming') };
}

function followsTime(cursor: Cursor): boolean {
  const before = cursor.tokens[cursor.at - 2];
  return (
    before?.kind === 'number' ||
    ['h', 'hs', 'hrs', 'horas', 'manha', 'tarde', 'noite', 'meia'].includes(before?.text ?? '')
  );
}

/** "sexta 13/11", "sexta, dia 27", "sexta 13": the date that a weekday goes with. */
function readDateBeside(cursor: Cursor, weekday: number): PieceOf<'day'> | PieceOf<'fault'> | null {
  return cursor.attempt(c => {
    c.take(',');
    const date = readDate(c, { bareDay: true });
    if (!date) return null;
    return date.kind === 'fault' ? date : { kind: 'day', day: { ...date.day, weekday } };
  });
}

/** "toda terçona": a word where a weekday belongs, and much like one. */
function readUnknown(cursor: Cursor): PieceOf<'fault'> | null {
  const token = cursor.peek();
  const meant = token?.kind === 'word' && !UNIT_WORDS.has(token.text) ? resembledWeekday(token.text) : null;
  if (!meant) return null;
  cursor.at++;
  takeFeira(cursor);
  return fault('unknown_weekday', { suggestion: meant });
}

export const weekdayPhrase: Phrase = {
  name: 'Dias da semana',
  examples: [
    'sexta 19h',
    'próxima quinta às 10h',
    'segunda da semana que vem 7h',
    'toda segunda 9h',
    'todas as terças e quintas às 18h',
    'aos domingos 8h',
    'seg, qua e sex 7h30',
    'de segunda a sexta 8h',
    'seg-sáb 6h45',
    'dias úteis 9h',
    'fins de semana 10h',
    'sexta, 27/11 às 9h',
  ],
  read: readOneWeekday,
};
