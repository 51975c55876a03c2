/** So many begin at once, and one more for each that ends. */
const BURST = 16;
/** And so many more each time this has passed: the gateway may take long for each. */
const NEXT_BURST_MS = 4;

/** What has been claimed and is about to begin. */
export interface Bursts<T> {
  add(items: readonly T[]): void;
  /** One has ended: the next can have its connection. */
  next(): void;
  /** Whether some have yet to begin. */
  isUnderWay(): boolean;
}

/**
 * Begins many things in quick succession, in order: two hundred connections that open in one moment keep the first message
 * waiting for the last, and most of them are not needed where the gateway answers at once.
 */
export function createBursts<T>(begin: (item: T) => void): Bursts<T> {
  const waiting: T[] = [];
  let isNextComing = false;

  function beginSome(count: number): void {
    for (const item of waiting.splice(0, count)) begin(item);
    if (waiting.length === 0 || isNextComing) return;
    isNextComing = true;
    setTimeout(() => {
      isNextComing = false;
      beginSome(BURST);
    }, NEXT_BURST_MS);
  }

  return {
    add(items) {
      waiting.push(...items);
      beginSome(BURST);
    },
    next: () => beginSome(1),
    isUnderWay: () => waiting.length > 0,
  };
}
