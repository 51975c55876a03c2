/** So many begin at once, and one more for each that ends. */
const BURST = 32;
/** And so many more each time this has passed: the gateway may take long for each. */
const NEXT_BURST_MS = 4;

/** What has been claimed and is about to begin. */
export interface Bursts<T> {
  add(items: readonly T[]): void;
  /** One has ended: the next can have its connection. */
  next(): void;
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
  };
}
