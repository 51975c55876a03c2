import { setTimeout as sleep } from 'node:timers/promises';
import { jsonRows } from '../db/json-rows.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';

/** Between two looks: the answer to a send is written within a few of them. */
const LOOK_MS = 25;
/** How long the gateway's word about a message waits for the answer to its own send. */
const PATIENCE_MS = 500;

interface Asked {
  configId: number;
  messageId: string;
  since: number;
  answer(isKnown: boolean): void;
}

/**
 * Says whether a message that the gateway calls sent is recorded as sent already. The gateway says so of every message
 * as it answers, so the two are on the way together: waiting a moment spares an event that would tell nothing new. What
 * is still unknown then is news (an answer that was lost), and is stored before the gateway is told that we have it.
 *
 * @returns for an instance and WhatsApp's id: true when a message or a reply has this id; many at once share a look
 */
export function createKnownSends(em: Em): (configId: number, messageId: string) => Promise<boolean> {
  let asked: Asked[] = [];
  let isLooking = false;

  async function lookUntilNobodyAsks(): Promise<void> {
    isLooking = true;
    while (asked.length > 0) {
      await sleep(LOOK_MS);
      const now = performance.now();
      // A database that cannot be asked cannot store either: the insert says so.
      const known = await knownAmong(em.fork(), asked).catch(() => new Set<string>());
      asked = asked.filter(one => {
        const isKnown = known.has(keyOf(one));
        const isOver = isKnown || now - one.since >= PATIENCE_MS;
        if (isOver) one.answer(isKnown);
        return !isOver;
      });
    }
    isLooking = false;
  }

  return (configId, messageId) =>
    new Promise(answer => {
      asked.push({ configId, messageId, since: performance.now(), answer });
      if (!isLooking) void lookUntilNobodyAsks();
    });
}

const keyOf = ({ configId, messageId }: { configId: number | string; messageId: string }) => `${configId} ${messageId}`;

async function knownAmong(em: Em, asked: readonly Asked[]): Promise<ReadonlySet<string>> {
  const rows = JSON.stringify(asked.map(({ configId, messageId }) => ({ config: configId, message: messageId })));
  // What is asked about first, each found by its index.
  const found = (table: string) =>
    `select m.evolution_config_id as configId, m.message_id as messageId from ${jsonRows(em, ROWS)} given
     cross join ${table} m on m.evolution_config_id = given.config and m.message_id = given.message`;
  const sql = `${found('deliveries')} union all ${found('outbox_messages')}`;
  const known = await selectRows<{ configId: number | string; messageId: string }>(em, sql, [rows, rows]);
  return new Set(known.map(keyOf));
}

const ROWS = { config: 'id', message: 'key' } as const;
