import { setTimeout as sleep } from 'node:timers/promises';
import type { Setup } from '../installation.ts';
import { chatSends } from './promises.ts';
import { type Chance, chance } from './seeded.ts';
import type { Site } from './site.ts';
import type { Weather } from './weather.ts';

/** What goes wrong besides the gateway's answers, and when: after so many sends have reached the gateway, and a little. */
export interface Disaster {
  afterSends: number;
  delayMs: number;
  kind: 'kill' | 'database' | 'job_store' | 'drop_jobs' | 'line' | 'chat';
  random: Chance;
}

/** What a run's disasters came to. */
export interface Toll {
  kills: number;
  /** Messages that were on their way in a process when it was killed, by its own books. */
  inFlight: number;
  databaseAway: number;
  jobStoreLost: number;
  lineClosed: number;
}

/** So long without a send, and the next disaster comes without waiting for one. */
const QUIET_MS = 6_000;
/** How far into the messages the last disaster may come: after it, something has to be left to do. */
const LAST = 0.95;

/** A run's disasters, in order. Times are counted in sends, so that a slow machine has them where a fast one has. */
export function disastersOf(seed: number, options: { setup: Setup; messages: number; kills: number }): Disaster[] {
  const { setup, messages, kills } = options;
  const random = chance(seed, 'disasters');
  const of = (kind: Disaster['kind'], count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...{ kind, afterSends: Math.floor(random.between(0.01, LAST) * messages), delayMs: random.between(0, 60) },
      random: chance(seed, `${kind} ${n}`),
    }));
  const away = setup === 'servers' ? 2 : 0;
  return [
    ...of('kill', kills),
    ...of('database', away),
    ...of('job_store', away),
    ...of('drop_jobs', 2),
    ...of('line', 1),
    ...of('chat', chatSends(messages)),
  ].sort((a, b) => a.afterSends - b.afterSends);
}

/**
 * Lets the disasters come, one after the other, and waits for the last.
 *
 * @param options.chat the owner writes for the nth time
 */
export async function bringDisasters(
  site: Site,
  weather: Weather,
  disasters: readonly Disaster[],
  options: { sends: () => number; chat: (nth: number) => Promise<void> },
): Promise<Toll> {
  const toll: Toll = { kills: 0, inFlight: 0, databaseAway: 0, jobStoreLost: 0, lineClosed: 0 };
  const underWay: Promise<unknown>[] = [];
  let chats = 0;

  for (const disaster of disasters) {
    await waitForSends(options.sends, disaster.afterSends);
    await sleep(disaster.delayMs);
    // Not waited for: one may come while another lasts.
    underWay.push(bring(disaster));
  }
  await Promise.all(underWay);
  return toll;

  async function bring({ kind, random }: Disaster): Promise<void> {
    switch (kind) {
      case 'kill': {
        const member = random.pick(site.members);
        const { pid } = member;
        toll.kills++;
        await member.kill(random.between(0, 500));
        const [row] = await site.rows<{ n: number }>(
          `select count(*) as n from deliveries where status = 'sending' and claimed_by like '%:${pid}:%'`,
        );
        toll.inFlight += Number(row?.n);
        return;
      }
      case 'database':
      case 'job_store': {
        const proxy = kind === 'database' ? site.database : site.jobStore.proxy;
        if (!proxy) return;
        toll[kind === 'database' ? 'databaseAway' : 'jobStoreLost']++;
        await (random.happens(0.3) ? proxy.ignore() : proxy.shut());
        await sleep(random.between(500, 4_000));
        return proxy.open();
      }
      case 'drop_jobs':
        toll.jobStoreLost++;
        return site.jobStore.drop();
      case 'line':
        toll.lineClosed++;
        return weather.closeFor(random.between(500, 3_000));
      case 'chat':
        return options.chat(chats++);
    }
  }
}

async function waitForSends(sends: () => number, wanted: number): Promise<void> {
  let last = sends();
  for (let quietMs = 0; last < wanted && quietMs < QUIET_MS; ) {
    await sleep(5);
    quietMs = sends() === last ? quietMs + 5 : 0;
    last = sends();
  }
}
