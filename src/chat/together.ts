import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * Writes what comes in one turn of the event loop, or while an earlier write is under way, together, in one transaction:
 * a commit waits for the disk, and a thousand events a second cannot each wait for it.
 *
 * @param write many at once, in the order in which they came
 * @param most items in one write
 * @returns for one item: what `write` returned for all that went with it. A write that fails is tried again item by
 *   item, so that nobody fails because of another
 */
export function together<T, R>(write: (items: T[]) => Promise<R>, most: number): (item: T) => Promise<R> {
  const waiting: { item: T; settle: PromiseWithResolvers<R> }[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    await endOfTurn(); // SQLite's write is over before the next request is read
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      const result = write(batch.map(({ item }) => item));
      const outcome = await result.catch(() => null);
      for (const { item, settle } of batch) {
        if (outcome !== null) settle.resolve(outcome);
        else await (batch.length === 1 ? result : write([item])).then(settle.resolve, settle.reject);
      }
    }
    isWriting = false;
  }

  return item => {
    const settle = Promise.withResolvers<R>();
    waiting.push({ item, settle });
    if (!isWriting) void writeAll();
    return settle.promise;
  };
}
