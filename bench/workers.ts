import { parseArgs } from 'node:util';
import { fromSqlInstant } from '../src/db/instant-type.ts';
import { until } from '../test/helpers/server-process.ts';
import { startSite } from './chaos/site.ts';
import { startFakeGateway } from './fake-gateway.ts';

const TIMEOUT_MS = 1_800_000;
/** The paced instance's gaps; short, or the proof takes hours. */
const PACE = { min_gap_ms: 40, max_gap_ms: 80 };
/** In gaps. Arrivals are the slots plus what a busy machine adds to each, so a window of one says nothing of the pace. */
const WINDOWS = [5, 20, 100, 500] as const;

/**
 * `npm run bench -- workers [--messages 50000] [--paced 1000]`: three workers on MySQL send for one number without a
 * pace and for one with, at the same time. Each message must arrive once, and no window of the paced number's
 * arrivals, however long, may hold more than its pace allows.
 *
 * @returns whether it was so
 */
export async function workers(args: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...args],
    options: { messages: { type: 'string', default: '50000' }, paced: { type: 'string', default: '1000' } },
  });
  const [messages, paced] = [Number(values.messages), Number(values.paced)];
  const [gateway, pacedGateway] = [await startFakeGateway(), await startFakeGateway()];
  const site = await startSite({ setup: 'servers', gateway, workers: 3 });
  try {
    await site.call('PATCH', '/api/evolution-configs/1/', { pace: 'livre', concurrency: 8 });
    const { id } = (await site.call('POST', '/api/evolution-configs/', {
      ...{ name: 'Paced', base_url: pacedGateway.baseUrl, instance_name: 'loja', api_key: pacedGateway.apiKey },
      ...{ pace: 'custom', ...PACE, daily_cap: 1_000_000 },
    })) as { id: number };
    const startAt = new Date(Date.now() + 20_000).toISOString();
    const perSchedule = 5_000;
    for (let from = 0; from < messages; from += perSchedule) {
      await schedule(site, startAt, { from, count: Math.min(perSchedule, messages - from) });
    }
    await schedule(site, startAt, { from: 90_000_000, count: paced, more: { evolution_config: id } });
    const all = () => gateway.accepted.length >= messages && pacedGateway.accepted.length >= paced;
    await until(all, TIMEOUT_MS, `${messages} and ${paced} messages`);
    await until(() => nothingOnTheWay(site), TIMEOUT_MS, 'the end of what is on the way');

    const [first, last] = [gateway.accepted[0]!, gateway.accepted.at(-1)!];
    const doubled = [gateway, pacedGateway].map(
      ({ accepted }) => accepted.length - new Set(accepted.map(({ number, text }) => `${number} ${text}`)).size,
    );
    const perSecond = (messages * 1_000) / (last.atMs - first.atMs);
    const windows = WINDOWS.map(count => tightest(pacedGateway.accepted, count));
    const broken = windows.filter(({ tookMs, atLeastMs }) => tookMs < atLeastMs);
    const slots = await site.rows<{ at: string }>(
      `select started_at as at from deliveries where evolution_config_id = ${id} order by started_at`,
    );
    const slot = tightest(
      slots.map(({ at }) => ({ atMs: fromSqlInstant(at).epochMilliseconds })),
      1,
    );
    console.log(
      [
        `3 workers on MySQL: ${messages} messages, ${doubled[0]} doubled, ${Math.round(perSecond)} a second;`,
        `paced ${PACE.min_gap_ms}-${PACE.max_gap_ms} ms at the same time: ${paced} messages, ${doubled[1]} doubled,`,
        `tightest gap between two slots ${slot.tookMs} ms, tightest windows of arrivals ${windows.map(({ gaps, tookMs, atLeastMs }) => `${gaps} gaps in ${tookMs} ms (limit ${atLeastMs})`).join(', ')}`,
      ].join(' '),
    );
    return doubled[0] === 0 && doubled[1] === 0 && broken.length === 0 && slot.tookMs >= slot.atLeastMs;
  } finally {
    await site.close();
    await Promise.all([gateway.close(), pacedGateway.close()]);
  }
}

type Site = Awaited<ReturnType<typeof startSite>>;

async function schedule(
  site: Site,
  startAt: string,
  { from, count, more = {} }: { from: number; count: number; more?: object },
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, n) => `+55119${10_000_000 + ((from + n) % 90_000_000)}`);
  await site.call('POST', '/api/schedules/', {
    ...{ frequency: 'once', start_at: startAt, text: `Oi a partir de ${from}!`, numbers },
    ...more,
  });
}

async function nothingOnTheWay(site: Site): Promise<boolean> {
  const [row] = await site.rows<{ n: number }>(
    `select count(*) as n from deliveries where status in ('queued', 'sending', 'waiting_connection', 'uncertain')`,
  );
  return Number(row?.n) === 0;
}

/** The shortest time in which so many gaps went by, and what the pace demands for them. */
function tightest(arrivals: readonly { atMs: number }[], gaps: number) {
  let tookMs = Number.POSITIVE_INFINITY;
  for (let at = gaps; at < arrivals.length; at++)
    tookMs = Math.min(tookMs, arrivals[at]!.atMs - arrivals[at - gaps]!.atMs);
  return { gaps, tookMs, atLeastMs: gaps * PACE.min_gap_ms };
}
