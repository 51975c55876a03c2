/**
 * Waits for `work`, but not longer than `timeoutMs`. The work itself goes on; its late failure is nobody's any more and stays silent.
 *
 * @returns true when it ended in time, false when it did not
 * @throws what `work` rejects with, if it does so in time
 */
export async function within(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<false>(resolve => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
