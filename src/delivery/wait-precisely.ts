import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** A timer of Node is late by up to so much on an idle machine: the rest is waited for by looking. */
const LOOK_MS = 4;

/**
 * Waits for so many milliseconds, to the millisecond: never less, and hardly more. Meant for a moment that is near, since
 * its last milliseconds cost processor time; everything else goes on meanwhile.
 */
export async function waitPrecisely(ms: number): Promise<void> {
  const end = performance.now() + ms;
  if (ms > LOOK_MS) await sleep(ms - LOOK_MS);
  while (performance.now() < end) await nextTurn();
}
