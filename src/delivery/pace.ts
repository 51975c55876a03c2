import type { EvolutionConfig } from '../db/entities/index.ts';
import { type Pace, type PacedConfig, paceOf } from '../scheduling/paces.ts';

/** A gap between two messages, evenly spread over the profile's range: a fixed one looks like a machine. */
export function nextGapMs(pace: Pace, random: number): number {
  return Math.round(pace.minGapMs + (pace.maxGapMs - pace.minGapMs) * random);
}

export type Slot =
  /** How many messages may start now. */
  | { free: true; messages: number }
  | { free: false; until: Temporal.Instant; reason: 'pace' | 'daily_cap' | 'quiet_hours' };

type SlotConfig = PacedConfig & Pick<EvolutionConfig, 'nextSlotAt' | 'sentOn' | 'sentToday' | 'quietHours'>;

/**
 * Whether this instance may send now, and if not, from when on.
 *
 * @param timezone the zone whose midnight ends the daily cap and whose clock the quiet hours mean
 */
export function slotOf(config: SlotConfig, now: Temporal.Instant, timezone: string): Slot {
  const local = now.toZonedDateTimeISO(timezone);
  const quietUntil = config.quietHours ? endOfQuiet(config.quietHours, local) : null;
  if (quietUntil) return { free: false, until: quietUntil, reason: 'quiet_hours' };
  const { maxGapMs, dailyCap } = paceOf(config);
  const sentToday = config.sentOn === local.toPlainDate().toString() ? config.sentToday : 0;
  const left = dailyCap === null ? Number.POSITIVE_INFINITY : dailyCap - sentToday;
  if (left <= 0) {
    return { free: false, until: local.add({ days: 1 }).startOfDay().toInstant(), reason: 'daily_cap' };
  }
  if (config.nextSlotAt && Temporal.Instant.compare(config.nextSlotAt, now) > 0) {
    return { free: false, until: config.nextSlotAt, reason: 'pace' };
  }
  return { free: true, messages: maxGapMs > 0 ? 1 : left };
}

/** When the quiet hours that hold `local` end; null outside them. `from` later than `to` goes past midnight. */
function endOfQuiet(hours: { from: string; to: string }, local: Temporal.ZonedDateTime): Temporal.Instant | null {
  const time = local.toPlainTime();
  const from = Temporal.PlainTime.from(hours.from);
  const to = Temporal.PlainTime.from(hours.to);
  const after = Temporal.PlainTime.compare(time, from) >= 0;
  const before = Temporal.PlainTime.compare(time, to) < 0;
  const overnight = Temporal.PlainTime.compare(from, to) > 0;
  if (overnight ? !(after || before) : !(after && before)) return null;
  const day = overnight && after ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime: to }).toInstant();
}

/** Takes the slot for messages that begin now: writes when the next is free, and counts. Call under the row's lock. */
export function takeSlots(
  config: EvolutionConfig,
  messages: number,
  now: Temporal.Instant,
  timezone: string,
  random: () => number,
): void {
  const today = now.toZonedDateTimeISO(timezone).toPlainDate().toString();
  const gapMs = nextGapMs(paceOf(config), random());
  config.nextSlotAt = gapMs === 0 ? null : now.add({ milliseconds: gapMs });
  config.sentToday = (config.sentOn === today ? config.sentToday : 0) + messages;
  config.sentOn = today;
}
