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

/** How late a run may still begin, whether we were away or its number was. */
export function graceMs({ catchUp, catchUpMinutes }: CatchUpPolicy): number {
  return catchUp === 'skip' ? ON_TIME_MS : Math.max(ON_TIME_MS, catchUpMinutes * 60_000);
}

/** The oldest instant that may still be sent at `now`. */
export function windowStart(policy: CatchUpPolicy, now: Temporal.Instant): Temporal.Instant {
  return now.subtract({ milliseconds: graceMs(policy) });
}
