import { GROUP_WORDS } from './keywords.ts';
import { MONTH_NAMES } from './months.ts';
import { SMALL_NUMBERS, TENS } from './numbers.ts';
import { FREQUENCY_WORDS, UNIT_WORDS } from './units.ts';
import { WEEKDAY_WORDS } from './weekdays.ts';

/** Words that say nothing about when: thanks, and how exactly an amount is meant. None of them limits anything. */
export const IDLE_WORDS: ReadonlySet<string> = new Set(
  'uns umas obrigado obrigada obg obrigadinha valeu vlw gentileza urgente exatamente pontualmente beijo beijos bjs abraco abracos abs grato grata agradeco'.split(
    ' ',
  ),
);

/** Words of the language that are worth recognising when they are misspelt, as they are written. */
const WRITTEN = [
  ...[
    ...WEEKDAY_WORDS.keys(),
    ...UNIT_WORDS.keys(),
    ...FREQUENCY_WORDS.keys(),
    ...SMALL_NUMBERS.keys(),
    ...TENS.keys(),
  ],
  ...MONTH_NAMES,
  ...GROUP_WORDS,
  ...'hoje amanhã depois antes dia dias toda todo todas todos cada útil úteis feira feriado feriados exceto menos'.split(
    ' ',
  ),
  ...'próxima próximo próximas próximos última último primeira primeiro durante partir começando vezes'.split(' '),
  ...'manhã tarde noite madrugada contato contatos número telefone modelo mensagem texto aniversariantes'.split(' '),
  ...'natal páscoa carnaval véspera quinzena quinzenal diariamente mensalmente anualmente semanalmente'.split(' '),
];

const plain = (word: string) => word.normalize('NFD').replace(/\p{M}/gu, '');

const KNOWN: ReadonlyMap<string, string> = new Map(WRITTEN.map(word => [plain(word), word]));
/** Shorter words are too much like each other. */
const MIN_LENGTH = 4;

/** The words of the language that are the fewest letters from a folded word, and near enough to be meant by it. */
export function nearWords(folded: string): string[] {
  if (folded.length < MIN_LENGTH || KNOWN.has(folded)) return [];
  const allowed = folded.length < 8 ? 1 : 2;
  const near = [...KNOWN]
    .filter(([word]) => word.length >= MIN_LENGTH && word[0] === folded[0])
    .map(([word, written]) => ({ written, letters: lettersBetween(folded, word, allowed) }))
    .filter(({ letters }) => letters <= allowed);
  const least = Math.min(...near.map(({ letters }) => letters));
  return near.filter(({ letters }) => letters === least).map(({ written }) => written);
}

/** Letters that are wrong, missing, too many, or change places with their neighbour; more than `most` is not counted out. */
function lettersBetween(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced, swapped ? before[j - 2]! + 1 : replaced));
    }
    before = row;
    row = next;
  }
  return row[other.length]!;
}
