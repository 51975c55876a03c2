import type { EvolutionConfig } from '../db/entities/index.ts';
import { type Pace, type PacedConfig, paceOf, type Rest } from '../scheduling/paces.ts';
import { endOfQuiet } from '../scheduling/quiet-hours.ts';

/** A gap between two messages, evenly spread over the profile's range: a fixed one looks like a machine. */
export function nextGapMs(pace: Pace, random: number): number {
  return between(pace.minGapMs, pace.maxGapMs, random);
}

const between = (min: number, max: number, random: number) => Math.round(min + (max - min) * random);

export type Slot =
  /** How many messages may start now. */
  | { free: true; messages: number }
  | { free: false; until: Temporal.Instant; reason: 'pace' | 'daily_cap' | 'quiet_hours' };

type SlotConfig = PacedConfig & Pick<EvolutionConfig, 'nextSlotAt' | 'sentOn' | 'sentToday' | 'quietHours'>;

type TakenConfig = PacedConfig & Pick<EvolutionConfig, 'nextSlotAt' | 'sentOn' | 'sentToday' | 'sentSinceRest'>;

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

/**
 * Takes the slot for messages that begin now: writes when the next is free, which is after a rest where a run of
 * messages has become long enough, and counts. Call under the row's lock.
 */
export function takeSlots(
  config: TakenConfig,
  messages: number,
  now: Temporal.Instant,
  timezone: string,
  random: () => number,
): void {
  const today = now.toZonedDateTimeISO(timezone).toPlainDate().toString();
  const pace = paceOf(config);
  const inRun = hasRested(config, pace, now) ? messages : config.sentSinceRest + messages;
  const rest = pace.rest && endsRun(pace.rest, inRun, random()) ? pace.rest : null;
  const waitMs = rest ? between(rest.minMs, rest.maxMs, random()) : nextGapMs(pace, random());
  config.nextSlotAt = waitMs === 0 ? null : now.add({ milliseconds: waitMs });
  config.sentSinceRest = rest ? 0 : inRun;
  config.sentToday = (config.sentOn === today ? config.sentToday : 0) + messages;
  config.sentOn = today;
}

/** An instance that had nothing to send for as long as a rest has rested. */
function hasRested({ nextSlotAt }: TakenConfig, { rest }: Pace, now: Temporal.Instant): boolean {
  if (!rest || !nextSlotAt) return true;
  return now.epochMilliseconds - nextSlotAt.epochMilliseconds >= rest.minMs;
}

/** Any length of the profile's range is as likely as another: of those that are left, each time one in so many. */
function endsRun({ minRun, maxRun }: Rest, inRun: number, random: number): boolean {
  return inRun >= minRun && random < 1 / Math.max(1, maxRun - inRun + 1);
}
