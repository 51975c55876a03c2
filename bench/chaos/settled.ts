import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from './site.ts';

/** Long enough for retries, leases, looks at the gateway and a breaker's pauses. */
const SETTLE_MS = 240_000;

const MOVING = {
  occurrences: `(select count(*) from occurrences where status in ('planned', 'firing'))`,
  deliveries: `(select count(*) from deliveries where status in ('queued', 'waiting_connection', 'held', 'sending'))`,
  unasked: `(select count(*) from deliveries where status = 'uncertain' and asked_at is null)`,
  outbox: `(select count(*) from outbox_messages where status in ('queued', 'sending'))`,
  inbox: `(select count(*) from inbox_events where status = 'pending')`,
};

/** So many looks in a row must find nothing: an answer may just be on its way. */
const QUIET_LOOKS = 3;
const LOOK_MS = 500;

/**
 * Waits until nothing moves any more, or for as long as anything should: what the bot has to say has arrived by then,
 * or never will.
 *
 * @param isBusy whether something that the books don't show is on its way
 * @returns what still moved at the end, of each kind; null when nothing did
 */
export async function settled(site: Site, isBusy = () => false): Promise<string | null> {
  const end = performance.now() + SETTLE_MS;
  for (let quiet = 0; performance.now() < end; await sleep(LOOK_MS)) {
    const [row] = await site.rows<{ n: number }>(`select ${Object.values(MOVING).join(' + ')} as n`);
    quiet = Number(row?.n) === 0 && !isBusy() ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS) return null;
  }
  const columns = Object.entries(MOVING).map(([kind, count]) => `${count} as ${kind}`);
  const [row] = await site.rows<Record<string, number>>(`select ${columns.join(', ')}`);
  return Object.entries(row!)
    .map(([kind, n]) => `${kind} ${n}`)
    .join(', ');
}
