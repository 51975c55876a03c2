import { defineCommand, done } from '../src/chat/command.ts';
import {
  type DeliveryStatistics,
  deliveryStatistics,
  type StatusCounts,
} from '../src/scheduling/queries/delivery-statistics.ts';
import { resourceTotals } from '../src/scheduling/queries/resource-totals.ts';
import { readPastPeriod } from './shared/past-period.ts';

/** Nine of ten are almost all of them, and so are four of five. */
const ALMOST_ALL = 0.8;
/** Days with a line each; of a longer period only the sums are told. */
const DAYS_SHOWN = 10;

export default defineCommand({
  name: 'estatísticas',
  aliases: ['numeros', 'relatorio'],
  summary: 'Conta o que saiu, chegou e falhou num período',
  usage: '/estatísticas [hoje, ontem, semana, mês, mês passado, 30 dias, 10/11 a 15/11]',
  examples: ['/estatísticas', '/estatísticas ontem', '/estatísticas mês passado', '/estatísticas 30 dias'],
  role: 'viewer',
  async run({ work: { em, now, timezone } }, args) {
    const { label, from, to } = readPastPeriod(args, now.toZonedDateTimeISO(timezone));
    const period = { from: from.toInstant(), to: to.toInstant() };
    const statistics = await deliveryStatistics(em, period, timezone);
    const { byStatus, byDay } = statistics;
    const { contacts, suppressions, schedules } = await resourceTotals(em);
    const days = byDay.map(day => ({
      date: Temporal.PlainDate.from(day.date).toZonedDateTime(timezone).toInstant(),
      ...countsOf(day.byStatus),
    }));
    const data = {
      ...{ label, contacts, suppressions, from: period.from, last: to.subtract({ days: 1 }).toInstant() },
      ...countsOf(byStatus),
      days: days.length > 1 && days.length <= DAYS_SHOWN ? days : [],
      isOneDay: to.since(from, { largestUnit: 'days' }).days === 1,
      active: schedules.active ?? 0,
      punctuality: punctualityOf(statistics),
    };
    return done('estatisticas', data, { ...byStatus });
  },
});

/** Sums as people think of them: what was read has also arrived, and what arrived was also sent. */
function countsOf(of: StatusCounts) {
  const sum = (...statuses: (keyof StatusCounts)[]) => statuses.reduce((total, one) => total + (of[one] ?? 0), 0);
  return {
    total: sum(...(Object.keys(of) as (keyof StatusCounts)[])),
    sent: sum('sent', 'delivered', 'read'),
    arrived: sum('delivered', 'read'),
    read: sum('read'),
    failed: sum('failed'),
    uncertain: sum('uncertain'),
    skipped: sum('skipped'),
    cancelled: sum('cancelled'),
    waiting: sum('queued', 'waiting_connection', 'held', 'sending'),
  };
}

/** How many left in time, in a word; where some did not, how late the latest was. */
function punctualityOf({ latenessMs, punctual }: DeliveryStatistics) {
  if (latenessMs === null || punctual === null) return null;
  const share = punctual === 1 ? 'all' : punctual >= ALMOST_ALL ? 'almost_all' : punctual > 0.5 ? 'most' : 'few';
  return { share, typical: latenessMs.p50, latest: latenessMs.max };
}
