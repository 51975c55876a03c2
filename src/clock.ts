/**
 * The only source of "now". It is passed in, so that tests never sleep and the simulator can travel in time.
 * Queries take `now` as a parameter; nothing else calls `Date.now()` to decide what is due.
 */
export interface Clock {
  /** The current instant, millisecond precision (what DATETIME(3) can store). */
  now(): Temporal.Instant;
}

const millisecond = (epochMs: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(epochMs));

/** A system clock that can be corrected: by the database's clock, and by the simulator's shift. */
export interface SystemClock extends Clock {
  /** Whole milliseconds to add to the machine's clock; replaces the earlier correction. */
  correctBy(offsetMs: number): void;
  /** Moves this clock only (the simulator's time machine); adds to earlier shifts. */
  shiftBy(shiftMs: number): void;
}

/** The machine's clock with its two corrections, both zero at first. */
export function systemClock(): SystemClock {
  let correctionMs = 0;
  let shiftMs = 0;
  return {
    now: () => millisecond(Date.now() + correctionMs + shiftMs),
    correctBy(offsetMs) {
      correctionMs = offsetMs;
    },
    shiftBy(moreMs) {
      shiftMs += moreMs;
    },
  };
}

/** A clock that stands still, for tests. `iso` carries an offset or `Z`. */
export function fixedClock(iso: string): Clock {
  const instant = Temporal.Instant.from(iso);
  return { now: () => instant };
}

/** A clock that moves only when told to, for tests and for `/simular`. */
export function virtualClock(
  iso: string,
): Clock & { advance(duration: Temporal.DurationLike): void; set(iso: string): void } {
  let instant = Temporal.Instant.from(iso);
  return {
    now: () => instant,
    advance(duration) {
      instant = instant.add(Temporal.Duration.from(duration));
    },
    set(next) {
      instant = Temporal.Instant.from(next);
    },
  };
}
