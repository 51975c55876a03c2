/** Invisible direction marks and joiners that phones put in front of text. */
const INVISIBLE = /\p{Cf}/gu;

/** Without case, accents and invisible marks, spaces collapsed: how the words of a chat are compared. */
export function fold(text: string): string {
  return visible(text)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}

/** Without marks that nobody sees. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').trim();
}

/**
 * How many letters must change to make one word of another: insertions, deletions, replacements, and neighbours
 * swapped, one each (optimal string alignment).
 */
export function distance(one: string, other: string): number {
  const rows = Array.from({ length: one.length + 1 }, (_, i) => {
    const row = new Array<number>(other.length + 1).fill(0);
    row[0] = i;
    return row;
  });
  for (let j = 0; j <= other.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= one.length; i++) {
    for (let j = 1; j <= other.length; j++) {
      const differs = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + differs);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = least;
    }
  }
  return rows[one.length]![other.length]!;
}
