import type { Cursor } from '../cursor.ts';
import { phraseSet, phraseTable } from '../phrase-table.ts';
import { NUMBERED_WEEKDAYS, WEEKDAY_WORDS, type WeekdayWord } from '../words/weekdays.ts';

/** Monday to Friday. */
export const WORKWEEK = [0, 1, 2, 3, 4];

const WEEKEND = [5, 6];

/** "aos domingos", "nas sextas": a plural article makes a rhythm of a weekday. */
export const ON_EVERY = phraseSet(['as', 'aos', 'nas', 'nos']);

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

/** Takes "-feira" or "feiras" after a weekday. */
export function takeFeira(cursor: Cursor): 'feira' | 'feiras' | null {
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
      // "seg qua sex": short names need nothing between them, and are no ordinals.
      const bothShort = [c.tokens[c.at - 1], c.peek()].every(
        token => token?.kind === 'word' && token.text.length === 3,
      );
      if (!c.take(',', 'e', '/', '+') && !(bothShort && WEEKDAY_WORDS.get(c.peek()!.text)?.short)) return null;
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
  const group = cursor.find(GROUPS);
  if (group) return { ...group, several: true };
  return cursor.attempt(c => {
    const from = readWeekday(c, numbered) ?? (numbered ? null : readFirstOfNumberedRange(c));
    if (!from) return null;
    const to = c.attempt(r => {
      if (!r.take('a', 'ate', '-', 'as', 'ao')) return null;
      r.take('a', 'o');
      return readWeekday(r, true);
    });
    if (!to) return { weekdays: [from.weekday], plural: from.plural, several: false };
    // "seg-qua-sex" is a list: no range has three ends.
    const more = c.attempt(readDashed);
    if (more) return { weekdays: [from.weekday, to.weekday, ...more], plural: from.plural, several: true };
    return { weekdays: weekdayRange(from.weekday, to.weekday), plural: from.plural || to.plural, several: true };
  });
}

/** "-sex" after "seg-qua". */
function readDashed(cursor: Cursor): number[] | null {
  const weekdays: number[] = [];
  for (;;) {
    const word = cursor.attempt(c => (c.take('-') ? readWeekday(c, true) : null));
    if (!word) return weekdays.length ? weekdays : null;
    weekdays.push(word.weekday);
  }
}

/** "2a a 6a": a number is a weekday when a range of numbers says so. */
function readFirstOfNumberedRange(cursor: Cursor): WeekdayWord | null {
  return cursor.attempt(c => {
    const first = readWeekday(c, true);
    return first && c.wouldRead(r => r.take('a', 'ate', '-') && readWeekday(r, true)) ? first : null;
  });
}

/** Days of the week that have a name together. */
const GROUPS = phraseTable([
  [{ weekdays: WORKWEEK, plural: true }, ['dias uteis', 'dias de semana']],
  [{ weekdays: WORKWEEK, plural: false }, ['dia util', 'dia de semana']],
  [{ weekdays: WEEKEND, plural: true }, ['fins de semana', 'finais de semana']],
  [{ weekdays: WEEKEND, plural: false }, ['fim de semana', 'final de semana', 'fds']],
]);

/** From one weekday to another, round the week where it must: "sexta a segunda"; "de segunda a segunda" is every day. */
function weekdayRange(from: number, to: number): number[] {
  if (from === to) return [0, 1, 2, 3, 4, 5, 6];
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => (from + index) % 7);
}

/** Ascending, each once. */
export function sortedUnique(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
