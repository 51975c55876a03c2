import {
  type ConnectionState,
  Delivery,
  type DeliveryStatus,
  EvolutionConfig,
  Schedule,
} from '../../db/entities/index.ts';
import { toSqlInstant } from '../../db/instant-type.ts';
import type { Em } from '../../db/orm.ts';
import { currentSilence } from './list-silences.ts';
import { waitingByInstance } from './waiting-by-instance.ts';

/** How things stand: what `/status` shows. */
export interface Overview {
  instances: InstanceState[];
  /** Deliveries that were due today and have left, with or without a receipt. */
  sent: number;
  failed: number;
  /** Not sent yet, or not known to be, whenever they were due. */
  waiting: number;
  uncertain: number;
  active: number;
  pausedSchedules: number;
  /** What holds everything back now. */
  silence: { until: Temporal.Instant | null; reason: string | null } | null;
  /** The next three schedules to run. */
  next: NextRun[];
}

/** An instance: its connection and since when, what stops it, and how many messages wait. */
export interface InstanceState {
  id: number;
  name: string;
  state: ConnectionState;
  stateAt: Temporal.Instant | null;
  paused: boolean;
  /** What a person said; null when it paused itself. */
  pauseReason: string | null;
  /** The code of the failures for which it paused itself. */
  failing: string | null;
  /** When one message tries whether it works again. */
  resumeAt: Temporal.Instant | null;
  restrictedUntil: Temporal.Instant | null;
  waiting: number;
  isDefault: boolean;
  timezone: string;
}

/** When a schedule sends next. */
export interface NextRun {
  id: number;
  title: string;
  nextRunAt: Temporal.Instant;
  timezone: string;
}

const NEXT_SHOWN = 3;

/** @param timezone the zone whose midnight begins the day */
export async function statusOverview(em: Em, now: Temporal.Instant, timezone: string): Promise<Overview> {
  const midnight = now.toZonedDateTimeISO(timezone).startOfDay().toInstant();
  const today = await statusesBetween(em, midnight, now);
  const configs = await em.find(EvolutionConfig, {}, { orderBy: { isDefault: 'desc', id: 'asc' } });
  const silence = await currentSilence(em, now);
  const waiting = await waitingByInstance(em, now);
  const of = (...statuses: DeliveryStatus[]) => statuses.reduce((sum, status) => sum + (today.get(status) ?? 0), 0);
  return {
    instances: configs.map(config => ({ ...stateOf(config), waiting: waiting(config.id), timezone })),
    sent: of('sent', 'delivered', 'read'),
    failed: of('failed'),
    waiting: await em.count(Delivery, { status: { $in: ['queued', 'waiting_connection', 'held', 'sending'] } }),
    uncertain: await em.count(Delivery, { status: 'uncertain' }),
    active: await em.count(Schedule, { status: 'active', deletedAt: null }),
    pausedSchedules: await em.count(Schedule, { status: 'paused', deletedAt: null }),
    silence: silence && { until: silence.until ?? null, reason: silence.reason ?? null },
    next: await nextRuns(em, now, NEXT_SHOWN),
  };
}

function stateOf(config: EvolutionConfig): Omit<InstanceState, 'waiting' | 'timezone'> {
  const { id, name, state, isDefault, pausedAt, pauseReason, failingCode } = config;
  const pausedItself = Boolean(pausedAt && config.resumeAt);
  return {
    ...{ id, name, state, isDefault, stateAt: minuteOf(config.stateAt, 'floor') },
    resumeAt: minuteOf(config.resumeAt, 'ceil'),
    paused: Boolean(pausedAt),
    pauseReason: pausedItself ? null : (pauseReason ?? null),
    failing: pausedItself ? (failingCode ?? null) : null,
    restrictedUntil: minuteOf(config.restrictedUntil, 'ceil'),
  };
}

/** Nobody cares about the seconds. */
function minuteOf(instant: Temporal.Instant | null | undefined, roundingMode: 'floor' | 'ceil') {
  return instant?.round({ smallestUnit: 'minute', roundingMode }) ?? null;
}

/** The schedules that send next, the soonest first. */
export async function nextRuns(em: Em, now: Temporal.Instant, limit: number): Promise<NextRun[]> {
  const upcoming = await em.find(
    Schedule,
    { status: 'active', deletedAt: null, nextRunAt: { $gt: now } },
    { orderBy: { nextRunAt: 'asc', id: 'asc' }, limit },
  );
  return upcoming.map(({ id, title, nextRunAt, timezone }) => ({ id, title, nextRunAt: nextRunAt!, timezone }));
}

/** Bounded on both sides: else SQLite would rather count all that ever was, in the order of the statuses. */
async function statusesBetween(
  em: Em,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<Map<DeliveryStatus, number>> {
  const rows = await em.execute<{ status: DeliveryStatus; total: number }[]>(
    'select status, count(*) as total from deliveries where due_at between ? and ? group by status',
    [toSqlInstant(from), toSqlInstant(until)],
  );
  return new Map(rows.map(({ status, total }) => [status, Number(total)]));
}
