import type { DeliveryStatus } from '../../db/entities/index.ts';
import { fromSqlInstant, toSqlInstant } from '../../db/instant-type.ts';
import { type Em, isSqlite } from '../../db/orm.ts';

/** A stretch of time: `from` inclusive, `to` exclusive. */
export interface Period {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

export type StatusCounts = Partial<Record<DeliveryStatus, number>>;

export interface DeliveryStatistics {
  byStatus: StatusCounts;
  /** Local days that have deliveries, in order. */
  byDay: { date: string; byStatus: StatusCounts }[];
  /** How long after they were due messages left, in whole milliseconds; null when none did. */
  latenessMs: { p50: number; p95: number; p99: number; max: number } | null;
  /** The part of them that left no more than 60 s after they were due, from 0 to 1; null when none did leave. */
  punctual: number | null;
}

/** What became of the deliveries that were due in a period. @param timezone whose midnights part the days */
export async function deliveryStatistics(em: Em, period: Period, timezone: string): Promise<DeliveryStatistics> {
  const byDay = await countsByDay(em, period, timezone);
  const byStatus: StatusCounts = {};
  for (const day of byDay) {
    for (const [status, count] of Object.entries(day.byStatus)) add(byStatus, status as DeliveryStatus, count);
  }
  return { byStatus, byDay, ...(await lateness(em, period)) };
}

/** Grouped by minute in SQL, as zones differ from UTC by whole minutes and databases know no zones; by day here. */
async function countsByDay(em: Em, period: Period, timezone: string): Promise<DeliveryStatistics['byDay']> {
  const rows = await em.execute<{ minute: string; status: DeliveryStatus; total: number | string }[]>(
    `select substr(due_at, 1, 16) as minute, status, count(*) as total from deliveries
     where due_at >= ? and due_at < ? group by minute, status order by minute`,
    bounds(period),
  );
  const days = new Map<string, StatusCounts>();
  for (const { minute, status, total } of rows) {
    const date = fromSqlInstant(minute).toZonedDateTimeISO(timezone).toPlainDate().toString();
    const counts = days.get(date) ?? {};
    days.set(date, counts);
    add(counts, status, Number(total));
  }
  return [...days].map(([date, byStatus]) => ({ date, byStatus }));
}

function add(counts: StatusCounts, status: DeliveryStatus, count: number): void {
  counts[status] = (counts[status] ?? 0) + count;
}

/** What leaves later is late, as its row in the log says. */
const LATE_MS = 60_000;
const PERCENTILES = [0.5, 0.95, 0.99, 1] as const;

/** Percentiles by nearest rank: the database sorts, and only the ranks that are asked for are read. */
async function lateness(em: Em, period: Period): Promise<Pick<DeliveryStatistics, 'latenessMs' | 'punctual'>> {
  const sent = 'from deliveries where sent_at is not null and due_at >= ? and due_at < ?';
  const late = isSqlite(em)
    ? '(julianday(sent_at) - julianday(due_at)) * 86400000'
    : 'timestampdiff(microsecond, due_at, sent_at) / 1000';
  const [counted] = await em.execute<{ total: number | string; punctual: number | string | null }[]>(
    `select count(*) as total, sum(case when round(${late}) <= ${LATE_MS} then 1 else 0 end) as punctual ${sent}`,
    bounds(period),
  );
  const total = Number(counted!.total);
  if (total === 0) return { latenessMs: null, punctual: null };
  const atRank = async (share: number) => {
    const offset = Math.ceil(share * total) - 1;
    const [row] = await em.execute<{ ms: number | string }[]>(
      `select ${late} as ms ${sent} order by ms limit 1 offset ${offset}`,
      bounds(period),
    );
    return Math.max(0, Math.round(Number(row!.ms)));
  };
  const [p50, p95, p99, max] = (await Promise.all(PERCENTILES.map(atRank))) as [number, number, number, number];
  return { latenessMs: { p50, p95, p99, max }, punctual: Number(counted!.punctual) / total };
}

const bounds = ({ from, to }: Period) => [toSqlInstant(from), toSqlInstant(to)];
