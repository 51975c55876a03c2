import { InboxEvent } from '../db/entities/index.ts';
import { databaseNow } from '../db/orm.ts';
import { runWork, SYSTEM } from '../scheduling/work.ts';
import { takeOldestOfLanes } from './claim.ts';
import { GROUP_SYNC } from './event-kinds.ts';
import { giveUp, type InboxDeps } from './inbox-record.ts';

/** The gateway's word about every send comes by the thousand, after an outage all at once. */
const NO_SENDS = `taken.kind <> 'sent'`;
/** Events of a kind that is handled in bulk, in one transaction. */
const IN_BULK = 100;
/** How long a claim holds; handling takes milliseconds, and the process that held it has died when it runs out. */
const LEASE_SECONDS = 30;
/** Reading the groups waits for the gateway, at most five minutes. */
const GROUP_SYNC_LEASE_SECONDS = 330;
/** Stops and crashes that an event may see while it is handled. */
const MAX_CLAIMS = 10;

export interface ClaimOptions {
  /** Events, at most. */
  room: number;
  /** Also look past what the gateway says of its sends. */
  isPast: boolean;
  /** Kinds that are not meant. */
  kindsInBulk: readonly string[];
}

/** Claims the oldest open events of their chats, to be handled one by one. */
export function claimSingly(deps: InboxDeps, { room, isPast, kindsInBulk }: ClaimOptions): Promise<InboxEvent[]> {
  const single = kindsInBulk.length > 0 ? `taken.kind not in (${listed(kindsInBulk)})` : 'true';
  return claim(deps, async oldest => {
    const past = isPast ? await oldest(room, `${single} and ${NO_SENDS}`) : [];
    return [...new Set([...past, ...(await oldest(room, single))])].slice(0, room);
  });
}

/** Claims many events of these kinds, of each chat the oldest. */
export async function claimInBulk(deps: InboxDeps, kinds: readonly string[]): Promise<InboxEvent[]> {
  return kinds.length > 0 ? claim(deps, oldest => oldest(IN_BULK, `taken.kind in (${listed(kinds)})`)) : [];
}

const listed = (kinds: readonly string[]) => kinds.map(kind => `'${kind}'`).join(', ');

/** The ids of the oldest that fulfil a condition, at most so many. */
type Oldest = (limit: number, only: string) => Promise<number[]>;

function claim(deps: InboxDeps, which: (oldest: Oldest) => Promise<number[]>): Promise<InboxEvent[]> {
  return runWork(deps.work, SYSTEM, async work => {
    const { em, now } = work;
    const byDatabase = await databaseNow(em);
    const query = {
      ...{ table: 'inbox_events', lane: ['evolution_config_id', 'chat_key'], open: ['pending'] },
      ...{ now, byDatabase },
    };
    const ids = await which((limit, only) => takeOldestOfLanes(em, { ...query, limit, only }));
    if (ids.length === 0) return [];
    const rows = await em.find(InboxEvent, { id: { $in: ids } }, { orderBy: { id: 'asc' } });
    const [deadly, ours] = [rows.filter(isDeadly), rows.filter(row => !isDeadly(row))];
    for (const row of deadly) giveUp(work, deps, row, new Error('the process died whenever it was handled'));
    for (const row of ours) {
      const seconds = row.kind === GROUP_SYNC ? GROUP_SYNC_LEASE_SECONDS : LEASE_SECONDS;
      Object.assign(row, {
        claimedBy: deps.processId,
        leaseUntil: byDatabase.add({ seconds }),
        attempts: row.attempts + 1,
      });
    }
    return ours;
  });
}

/** Claimed over and over, and nothing was ever recorded of it: not even that it failed. */
const isDeadly = (row: InboxEvent): boolean => row.attempts >= MAX_CLAIMS;
