import { z } from 'zod';
import { CONNECTION_STATES, DELIVERY_STATUSES, EvolutionConfig } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { deliveryStatistics, type Period } from '../../scheduling/queries/delivery-statistics.ts';
import { nextRuns } from '../../scheduling/queries/overview.ts';
import { resourceTotals } from '../../scheduling/queries/resource-totals.ts';
import { waitingByInstance } from '../../scheduling/queries/waiting-by-instance.ts';
import { ok } from '../answers.ts';
import type { Api } from '../endpoint.ts';
import { id, instant, instantFilter, isoIn } from '../fields.ts';
import type { ApiDeps } from '../options.ts';

/** What is looked at when nothing is asked for: today and the 29 days before. */
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;
const NEXT_SHOWN = 10;

const count = z.number().int();
const byStatus = z.partialRecord(z.enum(DELIVERY_STATUSES), count);
const seconds = z.number().meta({ description: 'Segundos depois da hora marcada.' });

const stats = z
  .object({
    from: instant,
    to: instant.meta({ description: 'Não faz parte do período.' }),
    totals: z
      .object({
        contacts: count,
        suppressions: count,
        templates: count,
        admins: count,
        groups: z.record(z.string(), count),
        schedules: z.record(z.string(), count),
      })
      .meta({ description: 'De agora, não do período.' }),
    deliveries: z.object({
      by_status: byStatus,
      by_day: z.array(z.object({ date: z.iso.date(), by_status: byStatus })),
      lateness: z.object({ p50: seconds, p95: seconds, p99: seconds, max: seconds }).nullable(),
    }),
    next: z.array(z.object({ schedule: id, title: z.string(), at: instant })),
    instances: z.array(
      z.object({
        id,
        name: z.string(),
        state: z.enum(CONNECTION_STATES),
        state_at: instant.nullable(),
        is_default: z.boolean(),
        paused_at: instant.nullable(),
        pause_reason: z.string().nullable(),
        resume_at: instant.nullable(),
        restricted_at: instant.nullable(),
        waiting: count.meta({ description: 'Mensagens cuja hora chegou e que ainda esperam.' }),
      }),
    ),
  })
  .meta({ id: 'DashboardStats' });

/** `/api/dashboard/stats/`: how things stand, and what became of the messages that were due in a period. */
export function registerDashboard(api: Api, { work: { clock, timezone } }: Pick<ApiDeps, 'work'>): void {
  api.add({
    method: 'GET',
    path: '/api/dashboard/stats/',
    summary: 'Números: cadastros, envios de um período, atrasos, próximos envios e instâncias',
    scope: 'read',
    query: z.object({ from: instantFilter, to: instantFilter }),
    answers: { 200: stats },
    async handle({ em, query }) {
      const now = clock.now();
      const period = periodOf(query, now, timezone);
      const { byStatus, byDay, latenessMs } = await deliveryStatistics(em, period, timezone);
      const configs = await em.findAll(EvolutionConfig, { orderBy: { isDefault: 'desc', id: 'asc' } });
      const waiting = await waitingByInstance(em, now);
      const answer: z.output<typeof stats> = {
        from: isoIn(timezone, period.from),
        to: isoIn(timezone, period.to),
        totals: await resourceTotals(em),
        deliveries: {
          by_status: byStatus,
          by_day: byDay.map(day => ({ date: day.date, by_status: day.byStatus })),
          lateness: latenessMs && {
            p50: latenessMs.p50 / 1000,
            p95: latenessMs.p95 / 1000,
            p99: latenessMs.p99 / 1000,
            max: latenessMs.max / 1000,
          },
        },
        next: (await nextRuns(em, now, NEXT_SHOWN)).map(next => ({
          schedule: next.id,
          title: next.title,
          at: isoIn(next.timezone, next.nextRunAt),
        })),
        instances: configs.map(config => ({
          id: config.id,
          name: config.name,
          state: config.state,
          state_at: isoIn(timezone, config.stateAt),
          is_default: config.isDefault,
          paused_at: isoIn(timezone, config.pausedAt),
          pause_reason: config.pauseReason ?? null,
          resume_at: isoIn(timezone, config.resumeAt),
          restricted_at: isoIn(timezone, config.restrictedAt),
          waiting: waiting(config.id),
        })),
      };
      return ok(answer);
    },
  });
}

/** @throws UserError `empty_period`, `period_too_long` */
function periodOf(
  asked: { from?: Temporal.Instant | undefined; to?: Temporal.Instant | undefined },
  now: Temporal.Instant,
  timezone: string,
): Period {
  const tomorrow = now.toZonedDateTimeISO(timezone).startOfDay().add({ days: 1 });
  const to = asked.to ?? tomorrow.toInstant();
  const from = asked.from ?? to.toZonedDateTimeISO(timezone).subtract({ days: DEFAULT_DAYS }).toInstant();
  if (Temporal.Instant.compare(from, to) >= 0) throw new UserError('empty_period', { field: 'to' });
  if (to.since(from).total('hours') > MAX_DAYS * 24)
    throw new UserError('period_too_long', { field: 'from', days: MAX_DAYS });
  return { from, to };
}
