/** Chance that can be had again: the same seed and the same thing give the same numbers, whatever came in between. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** Evenly in [from, to). */
  between(from: number, to: number): number;
  /** A whole number in [from, to]. */
  whole(from: number, to: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/**
 * @param seed of the run
 * @param about what is decided, such as one message's first try: not the order in which things happen to come, which
 *   differs between two runs of the same seed
 */
export function chance(seed: number, about: string): Chance {
  let state = (hashOf(about) ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  const next = () => {
    // mulberry32: one multiplication more than needed, and no pattern that these few numbers would show.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    between: (from, to) => from + next() * (to - from),
    happens: probability => next() < probability,
    pick: from => from[whole(0, from.length - 1)]!,
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
