/** A name that can be chosen, under its folded key. */
export interface Named<T> {
  key: string;
  value: T;
}

const SUGGESTIONS = 3;
/** Letters are counted by their code, modulo this: two that share a count only let a name pass. */
const LETTERS = 64;

/** The names nearest to `key`, best first: those that hold it or begin like it, then those a few letters away. */
export function nearest<T>(key: string, all: readonly Named<T>[]): T[] {
  const limit = typosOfNear(key);
  return all
    .map(one => ({ value: one.value, distance: distanceTo(key, one.key, limit) }))
    .filter(one => one.distance <= limit)
    .sort((one, other) => one.distance - other.distance)
    .slice(0, SUGGESTIONS)
    .map(one => one.value);
}

/** Names that `key` may well mean: they hold it as whole words or begin with it, or are one typo away. */
export function roughMatches<T>(key: string, all: readonly Named<T>[]): T[] {
  const holding = all.filter(one => ` ${one.key}`.includes(` ${key}`));
  if (holding.length > 0) return holding.map(one => one.value);
  const limit = allowed(key);
  return all.filter(one => distanceWithin(key, one.key, limit) <= limit).map(one => one.value);
}

/** Typos of the names that are told as near. */
export const typosOfNear = (key: string) => allowed(key) + 1;

/** Typos that a word of this length may have: short words are too much alike. */
const allowed = (key: string) => (key.length < 4 ? 0 : key.length < 8 ? 1 : 2);

function distanceTo(key: string, name: string, limit: number): number {
  return name.includes(key) ? 0.5 : distanceWithin(key, name, limit);
}

/** The edit distance, or Infinity where the letters alone say that it is more than `limit`: there may be 100,000 names. */
function distanceWithin(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) > limit) return Number.POSITIVE_INFINITY;
  const counts = new Int16Array(LETTERS);
  for (let i = 0; i < one.length; i++) counts[one.charCodeAt(i) % LETTERS]! += 1;
  for (let i = 0; i < other.length; i++) counts[other.charCodeAt(i) % LETTERS]! -= 1;
  // An edit adds a letter, takes one away, or does both; a swap changes none.
  let [more, fewer] = [0, 0];
  for (const count of counts) {
    if (count > 0) more += count;
    else fewer -= count;
  }
  return Math.max(more, fewer) > limit ? Number.POSITIVE_INFINITY : editDistance(one, other);
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
