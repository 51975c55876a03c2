import { type EvolutionConfig, InstanceStop, Silence, type StopKind } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { earliest, latest } from '../../schedule/instants.ts';
import { isOff, isPausedByItself } from '../instance-off.ts';
import { paceOf } from '../paces.ts';
import { endOfQuiet, startOfQuiet } from '../quiet-hours.ts';
import type { Work } from '../work.ts';
import { type Stretch, stretch } from './stretches.ts';

/** What kept an instance from sending, and when, as far back as anything may wait. */
export interface Stops {
  /** No connection, no gateway, or paused by failures. */
  away: Stretch[];
  silent: Stretch[];
  /** What never makes a message late: a person's pause, quiet hours, the daily cap. */
  meant: Stretch[];
}

/** Nothing waits for longer: the most that `send_within_minutes` may be. */
const LONGEST_WAIT_HOURS = 30 * 24;
const MAX_QUIET_STRETCHES = 100;

/** Notes that a time is over in which an instance could not send. */
export function noteStop(
  { em, now }: Pick<Work, 'em' | 'now'>,
  evolutionConfig: EvolutionConfig,
  kind: StopKind,
  startedAt: Temporal.Instant | null | undefined,
): void {
  em.create(InstanceStop, { evolutionConfig, kind, startedAt: startedAt ?? now, endedAt: now });
}

/** Since when failures have paused it: the gateway was away from the first of them on. */
export function failingSince({ failingSince: first, pausedAt }: EvolutionConfig): Temporal.Instant | null {
  return first ?? pausedAt ?? null;
}

/**
 * All of it until now, from what is stored: any process, and one that was started since, finds the same.
 *
 * @param config locked; what was noted of its stops is flushed
 */
export async function stopsOf(
  { em, timezone }: Pick<Work, 'em' | 'timezone'>,
  config: EvolutionConfig,
  now: Temporal.Instant,
): Promise<Stops> {
  const since = now.subtract({ hours: LONGEST_WAIT_HOURS });
  const over = await em.find(InstanceStop, { evolutionConfig: config.id, endedAt: { $gt: since } });
  const of = (...kinds: StopKind[]) =>
    over.filter(({ kind }) => kinds.includes(kind)).map(({ startedAt, endedAt }) => stretch(startedAt, endedAt));
  const isHandPaused = config.pausedAt != null && !isPausedByItself(config);
  return {
    away: [
      ...of('connection', 'failures'),
      ...(isOff(config) ? [stretch(config.stateAt, now)] : []),
      ...(isPausedByItself(config) ? [stretch(failingSince(config), now)] : []),
    ],
    silent: await silences(em, since, now),
    meant: [
      ...of('person'),
      ...(isHandPaused ? [stretch(config.pausedAt, now)] : []),
      ...quietStretches(config, since.toZonedDateTimeISO(timezone), now),
      ...cappedDay(config, timezone),
    ],
  };
}

async function silences(em: Em, since: Temporal.Instant, now: Temporal.Instant): Promise<Stretch[]> {
  const rows = await em.find(Silence, {
    startedAt: { $lte: now },
    $or: [{ endedAt: null }, { endedAt: { $gt: since } }],
  });
  return rows.map(({ startedAt, until, endedAt }) => stretch(startedAt, earliest(now, until ?? now, endedAt ?? now)));
}

function quietStretches(
  { quietHours }: EvolutionConfig,
  since: Temporal.ZonedDateTime,
  now: Temporal.Instant,
): Stretch[] {
  const stretches: Stretch[] = [];
  if (!quietHours) return stretches;
  let from = since.toInstant();
  while (Temporal.Instant.compare(from, now) < 0 && stretches.length < MAX_QUIET_STRETCHES) {
    const local = from.toZonedDateTimeISO(since.timeZoneId);
    const end = endOfQuiet(quietHours, local);
    if (end) stretches.push(stretch(from, end));
    // A second further on, lest equal hours stand still.
    from = end ? latest(end, from.add({ seconds: 1 })) : startOfQuiet(quietHours, local);
  }
  return stretches;
}

/** The day whose cap is used up: nothing would have left on it anyway. */
function cappedDay(config: EvolutionConfig, timezone: string): Stretch[] {
  const { dailyCap } = paceOf(config);
  if (dailyCap === null || !config.sentOn || config.sentToday < dailyCap) return [];
  const day = Temporal.PlainDate.from(config.sentOn);
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(timezone).toInstant();
  return [stretch(midnight(day), midnight(day.add({ days: 1 })))];
}
