/** The last of these instants. */
export const latest = (...instants: [Temporal.Instant, ...Temporal.Instant[]]): Temporal.Instant =>
  instants.reduce((one, other) => (Temporal.Instant.compare(other, one) > 0 ? other : one));

/** The first of these instants. */
export const earliest = (...instants: [Temporal.Instant, ...Temporal.Instant[]]): Temporal.Instant =>
  instants.reduce((one, other) => (Temporal.Instant.compare(other, one) < 0 ? other : one));
