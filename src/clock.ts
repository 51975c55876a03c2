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
  /** Whole milliseconds to add to the machine's clock; replaces the earlier correction, and what a jump was held off by. */
  correctBy(offsetMs: number): void;
  /** Moves this clock only (the simulator's time machine); adds to earlier shifts. */
  shiftBy(shiftMs: number): void;
  /** Called after the machine's clock jumped, with by how much; whoever listens has to call `correctBy`. */
  onJump(listener: (jumpMs: number) => void): void;
  /** How often it has jumped. */
  jumps(): number;
}

/** What a machine knows of time, both in milliseconds: its clock, which people and NTP set, and one that only goes forward. */
export interface MachineTime {
  wallMs(): number;
  steadyMs(): number;
}

/** Smaller steps are what NTP does on any day. */
const JUMP_MS = 120_000;

const thisMachine: MachineTime = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

/**
 * The machine's clock with its two corrections, both zero at first.
 *
 * A clock that is set wrong, or right, by more than two minutes must neither fire what is not due nor make late what is on
 * time: a jump shows in comparison with the steady clock, and until somebody has measured anew, the time goes on as if
 * there had been none.
 */
export function systemClock(machine: MachineTime = thisMachine): SystemClock {
  const listeners: ((jumpMs: number) => void)[] = [];
  let [correctionMs, shiftMs, heldMs, jumps] = [0, 0, 0, 0];
  let last = { wallMs: machine.wallMs(), steadyMs: machine.steadyMs() };

  function notice(now: typeof last): void {
    const jumpMs = Math.round(now.wallMs - last.wallMs - (now.steadyMs - last.steadyMs));
    last = now;
    if (Math.abs(jumpMs) <= JUMP_MS) return;
    jumps++;
    if (listeners.length > 0) heldMs -= jumpMs;
    // Not here: whoever asks for the time is in the middle of something.
    for (const listener of listeners) setImmediate(listener, jumpMs);
  }

  return {
    now() {
      const { wallMs, steadyMs } = machine;
      const now = { wallMs: wallMs(), steadyMs: steadyMs() };
      notice(now);
      return millisecond(now.wallMs + correctionMs + heldMs + shiftMs);
    },
    correctBy(offsetMs) {
      correctionMs = offsetMs;
      heldMs = 0;
    },
    shiftBy(moreMs) {
      shiftMs += moreMs;
    },
    onJump: listener => void listeners.push(listener),
    jumps: () => jumps,
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
