/** A name that can be chosen, under its folded key. */
export interface Named<T> {
  key: string;
  value: T;
}

const SUGGESTIONS = 3;

/** The names nearest to `key`, best first: those that hold it or begin like it, then those a few letters away. */
export function nearest<T>(key: string, all: readonly Named<T>[]): T[] {
  return all
    .map(one => ({ value: one.value, distance: distanceTo(key, one.key) }))
    .filter(one => one.distance <= allowed(key) + 1)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, SUGGESTIONS)
    .map(one => one.value);
}

/** Names that `key` may well mean: they hold it as whole words or begin with it, or are one typo away. */
export function roughMatches<T>(key: string, all: readonly Named<T>[]): T[] {
  const holding = all.filter(one => ` ${one.key}`.includes(` ${key}`));
  if (holding.length > 0) return holding.map(one => one.value);
  return all.filter(one => editDistance(key, one.key) <= allowed(key)).map(one => one.value);
}

/** Typos that a word of this length may have: short words are too much alike. */
const allowed = (key: string) => (key.length < 4 ? 0 : key.length < 8 ? 1 : 2);

function distanceTo(key: string, name: string): number {
  return name.includes(key) ? 0.5 : editDistance(key, name);
}

/** Damerau-Levenshtein (optimal string alignment): a swap of neighbours, as thumbs make, is one edit. */
export function editDistance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
