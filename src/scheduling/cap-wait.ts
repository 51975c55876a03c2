import type { Schedule } from '../db/entities/index.ts';
import { comingOwnHour } from '../schedule/own-hour.ts';
import { endOfQuiet, type QuietHours } from './quiet-hours.ts';
import { timedOf } from './timed.ts';

/** Why a message waits for another day, or was not sent before its time was up. */
export const DAILY_CAP = 'daily_cap';

/** Days that a message may wait for the daily cap without its time (`send_within_minutes`) running. */
export const CAP_WAIT_DAYS = 7;
export const CAP_WAIT_HOURS = CAP_WAIT_DAYS * 24;

/** What was written by hand goes on at no hour at which a shop does not write by itself: local, `to` exclusive. */
export const NIGHT: QuietHours = { from: '21:00', to: '08:00' };

/** What decides when a message goes on that the cap has put off. */
export type CapHours = Pick<Schedule, 'rule' | 'anchor' | 'timezone' | 'skipHolidays'>;

/**
 * When what a daily cap left of a run goes on: at its schedule's own hour, before that day's own run.
 *
 * @param freshFrom when the cap's next day begins
 */
export const runGoesOn = (schedule: CapHours, freshFrom: Temporal.Instant): Temporal.Instant =>
  comingOwnHour(timedOf(schedule), freshFrom);

/**
 * When what a daily cap left of a message without a schedule goes on: at the hour at which it was written, never in the
 * night.
 *
 * @param freshFrom when the cap's next day begins
 * @param timezone the zone of the installation
 */
export function messageGoesOn(
  writtenAt: Temporal.Instant,
  freshFrom: Temporal.Instant,
  timezone: string,
): Temporal.Instant {
  const at = comingTime(writtenAt.toZonedDateTimeISO(timezone).toPlainTime(), freshFrom, timezone);
  const isNight = endOfQuiet(NIGHT, at.toZonedDateTimeISO(timezone)) !== null;
  return isNight ? comingTime(Temporal.PlainTime.from(NIGHT.to), freshFrom, timezone) : at;
}

/** The first coming of a local time, from an instant on. */
function comingTime(plainTime: Temporal.PlainTime, from: Temporal.Instant, timeZone: string): Temporal.Instant {
  const day = from.toZonedDateTimeISO(timeZone).toPlainDate();
  const on = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone, plainTime }).toInstant();
  const today = on(day);
  return Temporal.Instant.compare(today, from) >= 0 ? today : on(day.add({ days: 1 }));
}
