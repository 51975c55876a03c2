import { DeliveryNote, Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { pausedStretches } from '../backfill/paused-stretches.ts';
import type { Stops } from './stops.ts';
import { lengthMs, type Stretch, stretch, within, without } from './stretches.ts';

/** How long messages were kept from leaving, counted from when they should have left. */
export interface Stopped {
  /** Because the number or the gateway was away, and by nothing else. */
  awayMs: number;
  /** By that or by a silence. */
  stoppedMs: number;
}

/** What is the messages' own: not the instance's. */
export interface Own {
  /** Time in which we were away ourselves. */
  away: readonly Stretch[];
  /** Time in which something held them that never makes them late. */
  held: readonly Stretch[];
}

const NOTHING: Own = { away: [], held: [] };

/**
 * How long an outage, and how long an outage or a silence, kept back what was due at an instant. Only time in which
 * nothing else held it counts: neither a pause by a person, nor quiet hours, nor the daily cap; and a silence makes
 * nobody's run a missed one.
 */
export function stoppedSince(
  stops: Stops,
  since: Temporal.Instant,
  now: Temporal.Instant,
  own: Own = NOTHING,
): Stopped {
  const wait = stretch(since, now);
  const meant = [...stops.meant, ...own.held];
  const away = without(within([...stops.away, ...own.away], wait), meant);
  const silent = without(within(stops.silent, wait), meant);
  return { awayMs: lengthMs(without(away, silent)), stoppedMs: lengthMs([...away, ...silent]) };
}

/** What held a message that never makes it late, by its notes (cap, quiet hours, a restriction) and its schedule's pauses. */
export async function heldOnPurpose(
  em: Em,
  { deliveryId, scheduleId }: { deliveryId: number; scheduleId: number | null },
  now: Temporal.Instant,
): Promise<{ held: Stretch[]; wasCapped: boolean }> {
  const notes = await em.find(DeliveryNote, { delivery: deliveryId, code: 'waited' });
  const meant = notes.filter(({ details }) => HELD_ON_PURPOSE.has(String(details?.reason)));
  const schedule = scheduleId === null ? null : await em.findOne(Schedule, scheduleId);
  const pauses = schedule ? await pausedStretches(em, schedule, now) : [];
  return {
    held: [
      ...meant.map(({ at, details }) => stretch(at, untilOf(details) ?? now)),
      ...pauses.map(({ from, to }) => stretch(from, to)),
    ],
    wasCapped: meant.some(({ details }) => details?.reason === DAILY_CAP),
  };
}

const DAILY_CAP = 'daily_cap';
/** A restriction has no end that was noted: from there on nothing is the outage's. */
const HELD_ON_PURPOSE: ReadonlySet<string> = new Set([DAILY_CAP, 'quiet_hours', 'restricted']);

const untilOf = (details: Record<string, unknown> | null | undefined) =>
  typeof details?.until === 'string' ? Temporal.Instant.from(details.until) : null;
