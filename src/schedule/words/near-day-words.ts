import { MONTH_WORDS } from './months.ts';
import { lettersBetween } from './near-words.ts';
import { WEEKDAY_WORDS } from './weekdays.ts';

const MIN_LETTERS = 5;

/** Folded words that say a day, long enough that one wrong letter leaves no doubt. */
const DAY_WORDS = [
  ...[...WEEKDAY_WORDS.keys(), ...MONTH_WORDS.keys()].filter(word => word.length >= MIN_LETTERS),
  ...['hoje', 'amanha', 'depois', 'semana', 'feriado', 'feriados', 'uteis', 'todos', 'todas', 'diariamente'],
];

/** Words of their own that are one letter from a day: never taken for one. */
const OTHER_WORDS = new Set(
  'manha segundo segundos seguida seguido quarto quartos quinto quintos sexto sextos terco terra marca marcar marcos barco abrir abriu gosto junto junta maior domina'.split(
    ' ',
  ),
);

/** The day word that differs from a folded word in one letter (another, one more, one less, two swapped); null when it is none, or two. */
export function nearDayWord(word: string): string | null {
  if (word.length < MIN_LETTERS - 1 || OTHER_WORDS.has(word)) return null;
  const near = DAY_WORDS.filter(known => known[0] === word[0] && lettersBetween(known, word, 1) === 1);
  return near.length === 1 ? near[0]! : null;
}
