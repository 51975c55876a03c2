import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from './site.ts';

/** Long enough for retries, leases, looks at the gateway and a breaker's pauses. */
const SETTLE_MS = 240_000;

const MOVING = `
  (select count(*) from occurrences where status in ('planned', 'firing')) +
  (select count(*) from deliveries where status in ('queued', 'waiting_connection', 'sending')) +
  (select count(*) from deliveries where status = 'uncertain' and asked_at is null) +
  (select count(*) from outbox_messages where status in ('queued', 'sending')) +
  (select count(*) from inbox_events where status = 'pending')`;

/** Waits until nothing moves any more, or for as long as anything should. */
export async function settled(site: Site): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  while (performance.now() < end) {
    const [row] = await site.rows<{ n: number }>(`select ${MOVING} as n`);
    if (Number(row?.n) === 0) return;
    await sleep(500);
  }
}
