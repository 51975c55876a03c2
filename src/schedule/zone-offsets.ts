/** A stretch of time with one offset from UTC. */
interface Stretch {
  from: number;
  /** Exclusive. */
  to: number;
  offsetMs: number;
}

const zones = new Map<string, Stretch[]>();

/**
 * The offset of a zone from UTC at an instant, both in milliseconds.
 *
 * Temporal tells it once for each stretch between two changes of the clocks; thousands of sends then cost a subtraction each.
 */
export function offsetMs(epochMs: number, timezone: string): number {
  let stretches = zones.get(timezone);
  if (!stretches) {
    stretches = [];
    zones.set(timezone, stretches);
  }
  // The last stretch found is the first looked at: asking goes from day to day.
  for (let index = stretches.length - 1; index >= 0; index--) {
    const stretch = stretches[index]!;
    if (epochMs >= stretch.from && epochMs < stretch.to) return stretch.offsetMs;
  }
  const stretch = stretchAt(epochMs, timezone);
  if (stretches.length >= MAX_STRETCHES) stretches.shift();
  stretches.push(stretch);
  return stretch.offsetMs;
}

const MAX_STRETCHES = 24;

function stretchAt(epochMs: number, timezone: string): Stretch {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timezone);
  // A transition's own instant belongs to the stretch that it begins, hence the step back by asking from a moment later.
  const later = zoned.add({ milliseconds: 1 });
  return {
    from: later.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: zoned.offsetNanoseconds / 1e6,
  };
}
