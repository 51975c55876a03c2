import { MONTH_WORDS } from './months.ts';
import { WEEKDAY_WORDS } from './weekdays.ts';

/** What people write for short on phones → the word. Folded on both sides. */
export const SHORTHANDS: ReadonlyMap<string, string> = new Map([
  ['hj', 'hoje'],
  ['hje', 'hoje'],
  ['oje', 'hoje'],
  ['amh', 'amanha'],
  ['amnh', 'amanha'],
  ['amnha', 'amanha'],
  ['amanh', 'amanha'],
  ['dps', 'depois'],
  ['dps', 'depois'],
  ['qdo', 'quando'],
  ['qnd', 'quando'],
  ['td', 'todo'],
  ['tdo', 'todo'],
  ['tds', 'todos'],
  ['tda', 'toda'],
  ['tdas', 'todas'],
  ['prox', 'proximo'],
  ['q', 'que'],
  ['vc', 'voce'],
  ['sext', 'sexta'],
  ['feria', 'feira'],
  ['fera', 'feira'],
  ['smn', 'semana'],
  ['min', 'minutos'],
  ['mins', 'minutos'],
  ['utei', 'uteis'],
]);

/** Words whose slips are worth undoing: long enough that two swapped or doubled letters leave no doubt. */
const CORRECTABLE = [
  ...[...WEEKDAY_WORDS.keys(), ...MONTH_WORDS.keys()].filter(word => word.length >= 5),
  'amanha',
  'depois',
  'semana',
  'diariamente',
  'mensalmente',
  'semanalmente',
  'feriado',
  'feriados',
  'minutos',
  'grupo',
  'grupos',
  'contato',
  'contatos',
  'modelo',
  'mensagem',
];

/** Every neighbour swap and every doubled letter of the correctable words → the word. A misspelling that fits two words is left out. */
export const TYPOS: ReadonlyMap<string, string> = buildTypos();

function buildTypos(): Map<string, string> {
  const typos = new Map<string, string>();
  const words = new Set(CORRECTABLE);
  const ambiguous = new Set<string>();
  for (const word of words) {
    for (const slip of slipsOf(word)) {
      if (words.has(slip) || SHORTHANDS.has(slip)) continue;
      if (typos.has(slip) && typos.get(slip) !== word) ambiguous.add(slip);
      typos.set(slip, word);
    }
  }
  for (const slip of ambiguous) typos.delete(slip);
  return typos;
}

function slipsOf(word: string): string[] {
  const letters = [...word];
  const swapped = letters
    .slice(1)
    .map((letter, index) => word.slice(0, index) + letter + letters[index] + word.slice(index + 2));
  const doubled = letters.flatMap((letter, index) =>
    [2, 3].map(times => word.slice(0, index) + letter.repeat(times) + word.slice(index + 1)),
  );
  return [...swapped, ...doubled].filter(slip => slip !== word);
}

/** Every misspelling and shorthand → the word. */
export const MEANT: ReadonlyMap<string, string> = new Map([...TYPOS, ...SHORTHANDS]);
