import { until } from '../../test/helpers/server-process.ts';
import type { FakeGateway } from '../fake-gateway.ts';
import { type Chance, chance } from './seeded.ts';
import type { Site } from './site.ts';

/** One message to one chat: what the ledger is kept of. */
export interface Kept {
  /** Digits, or a group's jid: as the gateway is asked. */
  number: string;
  /** Different for each schedule, and each minute of a repeating one. */
  text: string;
  /** Null for what was sent by `/enviar`. */
  scheduleId: number | null;
}

export const OWNER = '5511900000001';

const GROUPS = Array.from({ length: 8 }, (_, n) => ({
  id: `12036300000000010${n}@g.us`,
  subject: `Grupo ${n + 1}`,
  participants: [],
}));

/** The groups that the gateway has to know before the product asks. */
export function addGroups(gateway: FakeGateway): void {
  gateway.groups.push(...GROUPS);
}

/** How many messages, in how many schedules, due how long after the beginning. */
const PARTS = [
  { share: 0.35, schedules: 1, dueSeconds: () => 0 }, // one to many
  { share: 0.2, schedules: 10, dueSeconds: () => 2 }, // at the same second
  { share: 0.35, schedules: 20, dueSeconds: (random: Chance) => random.whole(1, 25) },
] as const;
const PACED_SHARE = 0.07;
const GROUP_SCHEDULES_SHARE = 0.02; // each to two groups
const CHAT_SENDS_SHARE = 0.01;

/**
 * Makes the promises that a run is judged by, over the API and, while it runs, in the chat: schedules to numbers,
 * contacts and groups, on an instance without a pace and on a paced one.
 *
 * @param paced the evolution-config of the paced instance
 */
export async function makePromises(
  site: Site,
  options: { seed: number; messages: number; startAtMs: number; paced: number },
): Promise<Kept[]> {
  const { seed, messages, startAtMs, paced } = options;
  const random = chance(seed, 'promises');
  const kept: Kept[] = [];
  let nextNumber = 10_000_000 + random.whole(0, 999) * 10_000;
  const numbers = (count: number) => Array.from({ length: count }, () => `55119${nextNumber++}`);

  const schedule = async (
    text: string,
    dueSeconds: number,
    to: object,
    chats: readonly string[],
    more: object = {},
  ) => {
    const { id } = (await site.call('POST', '/api/schedules/', {
      ...{ frequency: 'once', start_at: new Date(startAtMs + dueSeconds * 1_000).toISOString(), text },
      on_unknown: random.happens(0.25) ? 'resend' : 'hold',
      ...to,
      ...more,
    })) as { id: number };
    for (const number of chats) kept.push({ number, text, scheduleId: id });
  };
  const toNumbers = (chats: readonly string[]) => ({ numbers: chats.map(digits => `+${digits}`) });

  for (const [part, { share, schedules, dueSeconds }] of PARTS.entries()) {
    for (let n = 0; n < schedules; n++) {
      const chats = numbers(Math.max(1, Math.round((messages * share) / schedules)));
      await schedule(`Parte ${part}, lista ${n}`, dueSeconds(random), toNumbers(chats), chats);
    }
  }
  const slow = numbers(Math.round(messages * PACED_SHARE));
  await schedule('Sem pressa', 1, toNumbers(slow), slow, { evolution_config: paced });
  await toGroups(site, schedule, random, Math.round((messages * GROUP_SCHEDULES_SHARE) / 2));
  return kept;
}

async function toGroups(
  site: Site,
  schedule: (text: string, dueSeconds: number, to: object, chats: readonly string[]) => Promise<void>,
  random: Chance,
  count: number,
): Promise<void> {
  let ids: Map<string, number> = new Map();
  await until(
    async () => {
      const { results } = (await site.call('GET', '/api/groups/?page_size=200')) as {
        results: { id: number; jid: string | null }[];
      };
      ids = new Map(results.map(group => [group.jid ?? '', group.id]));
      return GROUPS.every(group => ids.has(group.id));
    },
    20_000,
    'reading the groups',
  );
  for (let n = 0; n < count; n++) {
    const chats = [GROUPS[n % GROUPS.length]!.id, GROUPS[(n + 3) % GROUPS.length]!.id];
    await schedule(`Aos grupos ${n}`, random.whole(0, 25), { groups: chats.map(jid => ids.get(jid)) }, chats);
  }
}

/** How many `/enviar` a run of this many messages has. */
export const chatSends = (messages: number): number => Math.max(1, Math.round(messages * CHAT_SENDS_SHARE));

/**
 * The owner sends one message by chat. The gateway posts it until it gets its 200, and now and then twice.
 *
 * @returns what was promised by that 200
 */
export async function promiseByChat(gateway: FakeGateway, seed: number, nth: number): Promise<Kept> {
  const random = chance(seed, `chat ${nth}`);
  const number = `55119${70_000_000 + random.whole(0, 99_999) * 100 + (nth % 10)}`;
  const text = `Recado ${nth}`;
  const id = `CHAOS${seed}N${nth}`;
  const write = () =>
    gateway
      .write(OWNER, `/enviar número ${number.slice(2)} mensagem ${text}`, { id })
      .catch(() => ({ status: 0 }))
      .then(({ status }) => status === 200);
  await until(write, 180_000, `a 200 for /enviar ${nth}`);
  if (random.happens(0.5)) await write();
  return { number, text, scheduleId: null };
}
