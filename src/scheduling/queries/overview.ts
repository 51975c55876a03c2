import { Delivery, type DeliveryStatus, EvolutionConfig, Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';

/** What `/status` shows. Instants are UTC; `today` begins at midnight in the zone. */
export interface Overview {
  instances: { id: number; name: string; state: string; paused: boolean; isDefault: boolean }[];
  active: number;
  paused: number;
  /** Deliveries that were due today, by status. */
  today: Partial<Record<DeliveryStatus, number>>;
  /** Not yet sent, whenever they were due. */
  waiting: number;
  uncertain: number;
  /** The next three schedules to run. */
  next: { id: number; title: string; nextRunAt: Temporal.Instant; timezone: string }[];
}

const NEXT_SHOWN = 3;

/** How things stand at `now`; the day is that of `timezone`. */
export async function statusOverview(em: Em, now: Temporal.Instant, timezone = 'America/Sao_Paulo'): Promise<Overview> {
  const midnight = now.toZonedDateTimeISO(timezone).startOfDay().toInstant();
  const configs = await em.find(EvolutionConfig, {}, { orderBy: { isDefault: 'desc', id: 'asc' } });
  const upcoming = await em.find(
    Schedule,
    { status: 'active', deletedAt: null, nextRunAt: { $gt: now } },
    { orderBy: { nextRunAt: 'asc', id: 'asc' }, limit: NEXT_SHOWN },
  );
  return {
    instances: configs.map(({ id, name, state, pausedAt, isDefault }) => ({
      id,
      name,
      state,
      isDefault,
      paused: Boolean(pausedAt),
    })),
    active: await em.count(Schedule, { status: 'active', deletedAt: null }),
    paused: await em.count(Schedule, { status: 'paused', deletedAt: null }),
    today: await statusesSince(em, midnight),
    waiting: await em.count(Delivery, { status: { $in: ['queued', 'waiting_connection', 'held', 'sending'] } }),
    uncertain: await em.count(Delivery, { status: 'uncertain' }),
    next: upcoming.map(({ id, title, nextRunAt, timezone }) => ({ id, title, nextRunAt: nextRunAt!, timezone })),
  };
}

async function statusesSince(em: Em, from: Temporal.Instant): Promise<Overview['today']> {
  const rows = await em
    .createQueryBuilder(Delivery, 'd')
    .select(['d.status', 'count(*) as total'] as never)
    .where({ dueAt: { $gte: from } })
    .groupBy('d.status')
    .execute<{ status: DeliveryStatus; total: number }[]>('all');
  return Object.fromEntries(rows.map(({ status, total }) => [status, Number(total)]));
}
