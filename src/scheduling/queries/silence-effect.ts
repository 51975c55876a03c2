import { Delivery, Schedule, type Silence } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';

/** What a silence keeps from going out, as far as it is known. */
export interface SilenceEffect {
  /** Messages that are queued already. */
  waiting: number;
  /** Schedules whose next send falls into it; null where it has no end: all that are active. */
  schedules: number | null;
}

export async function silenceEffect(em: Em, { until }: Silence): Promise<SilenceEffect> {
  return {
    waiting: await em.count(Delivery, { status: { $in: ['queued', 'waiting_connection', 'held'] } }),
    schedules: until
      ? await em.count(Schedule, { status: 'active', deletedAt: null, nextRunAt: { $lt: until } })
      : null,
  };
}
