import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { until } from '../test/helpers/server-process.ts';
import { chance } from './chaos/seeded.ts';
import { type Setup, setups, startInstallation } from './installation.ts';

/** What WhatsApp says of one message, and what that makes of it in whatever order it is said. */
const FATES = [
  [['SERVER_ACK'], 'sent'],
  [['SERVER_ACK', 'DELIVERY_ACK'], 'delivered'],
  [['SERVER_ACK', 'DELIVERY_ACK', 'READ'], 'read'],
  [['SERVER_ACK', 'DELIVERY_ACK', 'READ', 'PLAYED'], 'read'],
  [['DELIVERY_ACK', 'READ'], 'read'],
  [['READ'], 'read'],
  [['SERVER_ACK', 'ERROR'], 'failed'],
  [['ERROR', 'DELIVERY_ACK'], 'delivered'],
] as const;
const POSTED_AT_ONCE = 16;
const POST_TRIES = 10;
const POST_AGAIN_MS = 500;
const TIMEOUT_MS = 600_000;

export interface Receipts {
  /** Different ones. */
  webhooks: number;
  /** With the repeats. */
  posts: number;
  messages: number;
  /** Posts that had to be made again, by why: a status or an error's code. */
  again: Readonly<Record<string, number>>;
  /** `number: is …, should be …`. */
  wrong: readonly string[];
  seconds: number;
}

/** `npm run bench -- receipts [--webhooks 10000] [--seed 1]`, on every set-up there is. @returns whether all were right */
export async function receipts(args: readonly string[]): Promise<boolean> {
  const options = { webhooks: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  let allRight = true;
  for (const setup of setups()) {
    const run = await measureReceipts({ setup, webhooks: Number(values.webhooks), seed: Number(values.seed) });
    const { webhooks, posts, messages, again, wrong, seconds } = run;
    console.log(
      `${setup}: ${webhooks} webhooks in ${posts} posts about ${messages} messages: ${wrong.length} statuses wrong, ${seconds} s`,
    );
    for (const [why, times] of Object.entries(again)) console.log(`    ${times} posts made again: ${why}`);
    for (const line of wrong.slice(0, 10)) console.log(`    ${line}`);
    allRight &&= wrong.length === 0;
  }
  return allRight;
}

/**
 * Sends messages and posts their receipts as a bad gateway does: each one to five times, in any order, a third of the
 * messages' before the answer to their own send, and some under an address that we never wrote to. Then compares.
 *
 * @param webhooks how many different ones, at least
 */
export async function measureReceipts(options: { setup: Setup; webhooks: number; seed: number }): Promise<Receipts> {
  const { setup, webhooks, seed } = options;
  const { gateway, call, close } = await startInstallation({ setup, concurrency: 8 });
  try {
    await until(() => gateway.webhook !== null, TIMEOUT_MS, 'registering the webhook');
    const startedMs = performance.now();
    const plan = planFor(webhooks, seed);
    const posts: (() => Promise<unknown>)[] = [];
    const early: Promise<unknown>[] = [];
    const again: Record<string, number> = {};
    const isRefused = (why: string | number) => {
      again[why] = (again[why] ?? 0) + 1;
    };
    let posted = 0;
    gateway.behave = ({ number }) =>
      plan.get(number)?.isEarly ? { kind: 'accept', latencyMs: 300 } : { kind: 'accept' };
    gateway.emit = (_event, data) => {
      const { id, remoteJid } = (data as { key: { id: string; remoteJid: string } }).key;
      const fate = plan.get(remoteJid.split('@')[0]!);
      if (!fate) return; // a notice
      const random = chance(seed, remoteJid);
      for (const status of fate.statuses) {
        const address = random.happens(0.3) ? `${random.whole(1e14, 9e14)}@lid` : remoteJid;
        const body = { keyId: id, remoteJid: address, fromMe: true, status };
        for (let copies = random.whole(1, 5); copies > 0; copies--) {
          const post = () => untilTaken(() => gateway.deliver('messages.update', body), isRefused);
          posted++;
          if (!fate.isEarly) {
            posts.push(post);
            continue;
          }
          const posting = sleep(random.between(0, 250)).then(post);
          posting.catch(() => {}); // it is waited for below
          early.push(posting);
        }
      }
    };
    const numbers = [...plan.keys()].map(digits => `+${digits}`);
    const startAt = Temporal.Now.instant().add({ seconds: 2 }).toString();
    await call('POST', '/api/schedules/', { frequency: 'once', start_at: startAt, text: 'Oi!', numbers });
    await until(() => gateway.accepted.length >= plan.size, TIMEOUT_MS, `sending ${plan.size} messages`);
    await Promise.all(early);
    await postAll(shuffled(posts, seed));
    const wrong = await untilRight(call, plan);
    const different = [...plan.values()].reduce((sum, { statuses }) => sum + statuses.length, 0);
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    return { webhooks: different, posts: posted, messages: plan.size, again, wrong, seconds };
  } finally {
    await close();
  }
}

type Plan = Map<string, { statuses: readonly string[]; expected: string; isEarly: boolean }>;

function planFor(webhooks: number, seed: number): Plan {
  const random = chance(seed, 'fates');
  const plan: Plan = new Map();
  for (let count = 0; count < webhooks; ) {
    const [statuses, expected] = random.pick(FATES);
    plan.set(`55119${10_000_000 + plan.size}`, { statuses, expected, isEarly: random.happens(1 / 3) });
    count += statuses.length;
  }
  return plan;
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = chance(seed, 'order');
  const keyed = items.map(item => ({ item, key: random.next() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

/** As the gateway does: what was not answered, or with a 5xx, is posted again. */
async function untilTaken(post: () => Promise<number>, isRefused: (why: string | number) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    const result = await post().catch(error => {
      if (tries === POST_TRIES) throw error;
      return String(error.code ?? error);
    });
    if (typeof result === 'number' && result < 500) return;
    isRefused(result);
    await sleep(POST_AGAIN_MS);
  }
}

async function postAll(posts: readonly (() => Promise<unknown>)[]): Promise<void> {
  const left = posts.values(); // shared: each poster takes the next one
  const poster = async () => {
    for (const post of left) await post();
  };
  await Promise.all(Array.from({ length: POSTED_AT_ONCE }, poster));
}

/** @returns what is still wrong when nothing changes any more */
async function untilRight(call: (method: string, path: string) => Promise<unknown>, plan: Plan): Promise<string[]> {
  let wrong: string[] = [];
  let unchanged = 0;
  while (unchanged < 20) {
    const before = wrong.length;
    wrong = await compare(call, plan);
    if (wrong.length === 0) return [];
    unchanged = wrong.length === before ? unchanged + 1 : 0;
    await sleep(500);
  }
  return wrong;
}

async function compare(call: (method: string, path: string) => Promise<unknown>, plan: Plan): Promise<string[]> {
  const statuses = new Map<string, string>();
  for (let path: string | null = '/api/logs/?page_size=200&ordering=id'; path; ) {
    const page = (await call('GET', path)) as { next: string | null; results: { jid: string; status: string }[] };
    for (const { jid, status } of page.results) statuses.set(jid, status);
    path =
      page.next && `${new URL(page.next, 'http://127.0.0.1').pathname}${new URL(page.next, 'http://127.0.0.1').search}`;
  }
  return [...plan].flatMap(([number, { expected }]) => {
    const status = statuses.get(number);
    return status === expected ? [] : `${number}: is ${status}, should be ${expected}`;
  });
}
