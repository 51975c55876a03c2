/** A send within this much of its instant is on time. */
export const ON_TIME_MS = 60_000;

export interface CatchUpPolicy {
  catchUp: 'send_late' | 'skip';
  /** How late a send may still start. */
  catchUpMinutes: number;
}

/** More than a minute after its instant. */
export function isLate(dueAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - dueAt.epochMilliseconds > ON_TIME_MS;
}

/** The oldest instant that may still be sent at `now`. */
export function windowStart(policy: CatchUpPolicy, now: Temporal.Instant): Temporal.Instant {
  const graceMs = policy.catchUp === 'skip' ? ON_TIME_MS : Math.max(ON_TIME_MS, policy.catchUpMinutes * 60_000);
  return now.subtract({ milliseconds: graceMs });
}
