import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { type Pace, type PacedConfig, paceOf } from './paces.ts';
import { endOfQuiet, startOfQuiet } from './quiet-hours.ts';

/** Shorter runs are not worth a sentence. */
const WORTH_SAYING_MS = 60_000;
/** A cap of one message a day and a list of thousands: past a year nobody counts. */
const MAX_STEPS = 1_000;

type Instance = PacedConfig & Pick<EvolutionConfig, 'quietHours' | 'sentOn' | 'sentToday'>;

/** A run that is to begin at `start`, seen from `now`. */
export interface PacedRun {
  messages: number;
  /** What the instance has to send before it. */
  ahead: number;
  start: Temporal.Instant;
  now: Temporal.Instant;
  /** Whose midnight ends the daily cap and whose clock the quiet hours mean. */
  timezone: string;
}

/** Messages that an instance has to send already. */
export function queuedAt(em: Em, instanceId: number): Promise<number> {
  const status = { $in: ['queued', 'waiting_connection'] as const };
  return em.count(Delivery, { evolutionConfig: instanceId, status });
}

/**
 * When the last message of a run will have left, at the middle of the pace and its rests: behind what is queued already,
 * with the daily cap (what went out today counts) and around the quiet hours.
 *
 * @returns null when it is through in less than a minute
 */
export function throughAt(config: Instance, run: PacedRun): Temporal.Instant | null {
  const { messages, ahead, start, now, timezone } = run;
  const sent = new Map(config.sentOn ? [[config.sentOn, config.sentToday]] : []);
  const freeAt = ahead === 0 ? now : leave(config, ahead, { from: now, timezone, sent });
  const from = Temporal.Instant.compare(freeAt, start) > 0 ? freeAt : start;
  const end = leave(config, messages, { from, timezone, sent });
  return end.epochMilliseconds - start.epochMilliseconds < WORTH_SAYING_MS ? null : end;
}

/** @param sent messages by local day; what leaves is added to it */
function leave(
  config: Instance,
  messages: number,
  { from, timezone, sent }: { from: Temporal.Instant; timezone: string; sent: Map<string, number> },
): Temporal.Instant {
  const pace = paceOf(config);
  let at = from;
  let left = messages;
  for (let step = 0; step < MAX_STEPS; step++) {
    const local = at.toZonedDateTimeISO(timezone);
    const quietUntil = config.quietHours && endOfQuiet(config.quietHours, local);
    if (quietUntil) {
      at = quietUntil;
      continue;
    }
    const day = local.toPlainDate().toString();
    const midnight = local.add({ days: 1 }).startOfDay().toInstant();
    const sentThen = sent.get(day) ?? 0;
    const ofDay = pace.dailyCap === null ? Number.POSITIVE_INFINITY : Math.max(0, pace.dailyCap - sentThen);
    const quietFrom = config.quietHours ? startOfQuiet(config.quietHours, local) : midnight;
    const opensUntil = Temporal.Instant.compare(quietFrom, midnight) < 0 ? quietFrom : midnight;
    const fits = messagesIn(pace, opensUntil.epochMilliseconds - at.epochMilliseconds);
    const now = Math.min(left, ofDay, fits);
    sent.set(day, sentThen + now);
    if (now === left) return at.add({ milliseconds: Math.round(takesMs(pace, now)) });
    left -= now;
    at = ofDay <= fits ? midnight : opensUntil;
  }
  return at;
}

/** How many begin in a stretch of time, at least one. */
function messagesIn(pace: Pace, stretchMs: number): number {
  const eachMs = takesMs(pace, AVERAGED) / AVERAGED;
  return eachMs === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(stretchMs / eachMs));
}

/** Enough for the rests to have their share. */
const AVERAGED = 10_000;

/** A rest stands in the place of a gap. */
function takesMs({ minGapMs, maxGapMs, rest }: Pace, messages: number): number {
  const gapMs = (minGapMs + maxGapMs) / 2;
  if (!rest) return messages * gapMs;
  const rests = Math.floor(messages / ((rest.minRun + rest.maxRun) / 2));
  return (messages - rests) * gapMs + (rests * (rest.minMs + rest.maxMs)) / 2;
}
