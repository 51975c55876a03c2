/**
 * At most one run at a time. Whoever asks while one is under way gets one more run after it, shared with all others who asked:
 * what they saw change may have come too late for the run that is under way.
 *
 * @returns resolves when a run that began after the call has ended; rejects as that run does
 */
export function rerunnable(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function begin(): Promise<void> {
    next = null;
    current = run().finally(() => {
      current = null;
    });
    return current;
  }

  return () => {
    if (!current && !next) return begin();
    next ??= (current ?? Promise.resolve()).catch(() => {}).then(begin);
    return next;
  };
}

/** At most one run at a time. Whoever asks while one is under way shares it. */
export function shared(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  return () => {
    current ??= run().finally(() => {
      current = null;
    });
    return current;
  };
}
