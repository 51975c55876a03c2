/** How a weekday is named: its number (0 is Monday) and what the form tells. */
export interface WeekdayWord {
  weekday: number;
  plural: boolean;
  /** "seg", "sex": also the beginning of other words and names. */
  short: boolean;
}

const NAMES = ['segunda', 'terca', 'quarta', 'quinta', 'sexta', 'sabado', 'domingo'];

/** Folded word → weekday. */
export const WEEKDAY_WORDS: ReadonlyMap<string, WeekdayWord> = new Map(
  NAMES.flatMap((name, weekday): [string, WeekdayWord][] => [
    [name, { weekday, plural: false, short: false }],
    [`${name}s`, { weekday, plural: true, short: false }],
    [name.slice(0, 3), { weekday, plural: false, short: true }],
  ]),
);

/** "2a feira": the number that some write for the name. */
export const NUMBERED_WEEKDAYS: ReadonlyMap<number, number> = new Map(
  [2, 3, 4, 5, 6].map(number => [number, number - 2]),
);

const SPELT = ['segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado', 'domingo'];

/**
 * The weekday that a misspelt word probably meant, for a refusal ("terçona" → terça): the nearest one. Null when it
 * resembles none, or two as much.
 */
export function resembledWeekday(folded: string): string | null {
  if (folded.length < 5) return null;
  const begun = NAMES.findIndex(name => folded.startsWith(name.slice(0, 4)));
  if (begun >= 0) return SPELT[begun]!;
  const letters = NAMES.map(name => distance(folded, name));
  const least = Math.min(...letters);
  const index = letters.indexOf(least);
  const allowed = folded[0] === NAMES[index]![0] && folded.length > 5 ? 2 : 1;
  return least <= allowed && letters.lastIndexOf(least) === index ? SPELT[index]! : null;
}

/** Levenshtein distance of two short words; words much longer than the other are not worth the work. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
