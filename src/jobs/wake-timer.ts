/** One timer for the earliest of a few instants. */
export interface WakeTimer {
  /** Wakes at these instants too; as soon as possible for those that have passed. */
  add(instants: readonly Temporal.Instant[]): void;
  clear(): void;
}

/** Timers of Node hold at most 2^31 - 1 milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `wake` at each instant, never before it by `now`; once for instants that pass together, with the last of them. */
export function createWakeTimer(now: () => Temporal.Instant, wake: (at: Temporal.Instant) => void): WakeTimer {
  /** Epoch milliseconds. */
  const pending = new Set<number>();
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    if (pending.size === 0) return;
    const waitMs = Math.min(...pending) - now().epochMilliseconds;
    timer = setTimeout(ring, Math.min(Math.max(waitMs, 0), LONGEST_TIMER_MS));
  }

  function ring(): void {
    const nowMs = now().epochMilliseconds;
    // A timer of Node may be a millisecond early: what is due must not be asked for before it is.
    const passed = [...pending].filter(epochMs => epochMs <= nowMs);
    for (const epochMs of passed) pending.delete(epochMs);
    arm();
    if (passed.length > 0) wake(Temporal.Instant.fromEpochMilliseconds(Math.max(...passed)));
  }

  return {
    add(instants) {
      for (const instant of instants) pending.add(instant.epochMilliseconds);
      arm();
    },
    clear() {
      pending.clear();
      clearTimeout(timer);
    },
  };
}
