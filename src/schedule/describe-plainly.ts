import { describe } from './describe.ts';
import type { Timed } from './reading.ts';

/** The seconds of what comes sooner matter. */
const SECONDS_MATTER_MS = 2 * 60_000;

/** Whether the seconds of an instant say something to who reads them now: it is about to come. */
export function secondsMatter(at: Temporal.Instant, now: Temporal.Instant): boolean {
  const inMs = at.epochMilliseconds - now.epochMilliseconds;
  return inMs > 0 && inMs < SECONDS_MATTER_MS;
}

/**
 * The sentence of {@link describe} for people: an hour has its seconds only when it is less than two minutes from now.
 * "daqui a 20 minutos" is "às 10:20", whatever the second it was written in.
 *
 * @param now null where the sentence is not read about what is to come
 */
export function describePlainly(timed: Timed, now: Temporal.Instant | null): string {
  const { rule, timezone } = timed;
  const moments = rule.rrule === null ? [rule.at, ...rule.extra] : [];
  const isNear = moments.some(
    moment => moment !== null && now !== null && secondsMatter(instantOf(moment, timezone), now),
  );
  return isNear ? describe(timed) : describe({ ...timed, rule: withoutSeconds(rule) });
}

function withoutSeconds(rule: Timed['rule']): Timed['rule'] {
  const cut = (moment: string) => moment.replace(/(\d\d:\d\d):\d\d$/, '$1');
  return { ...rule, at: rule.at && cut(rule.at), times: rule.times.map(cut), extra: rule.extra.map(cut) };
}

const instantOf = (moment: string, timezone: string) =>
  Temporal.PlainDateTime.from(moment).toZonedDateTime(timezone).toInstant();
