import { LockMode } from '@mikro-orm/core';
import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { isSqlite } from '../db/orm.ts';
import { changeRows } from '../db/statements.ts';
import type { SendError } from '../errors.ts';
import type { Work } from '../scheduling/work.ts';
import type { SentMessage } from '../whatsapp/channel.ts';
import { noteSuccess } from './breaker.ts';
import { ON_TIME_MS } from './catch-up.ts';
import type { DeliveryDeps } from './deps.ts';
import { IN_DOUBT, markFailure } from './record.ts';

/** What became of one send. */
export type Finished = { id: number } & ({ sent: Pick<SentMessage, 'messageId' | 'jid'> } | { failure: SendError });

/**
 * Writes down what became of sends, and what they say about their instance in the order in which they ended. A delivery
 * that is no longer in doubt was settled by a receipt or by the gateway's own event, which were faster, and stays as it
 * is; so writing the same twice changes nothing.
 *
 * @param config of all of them, locked
 */
export async function recordFinished(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  finished: readonly Finished[],
): Promise<void> {
  const sent = finished.flatMap(entry => ('sent' in entry ? { id: entry.id, ...entry.sent } : []));
  if (sent.length > 0) await recordSent(work, sent);
  for (const entry of finished) {
    if ('sent' in entry) {
      await noteSuccess(work, deps, config);
      continue;
    }
    // Locked: the gateway's own event may be settling it, and a failure that is written over that would be a lie.
    const inDoubt = { id: entry.id, status: { $in: [...IN_DOUBT] } };
    const delivery = await work.em.findOne(Delivery, inDoubt, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (delivery) await markFailure(work, deps, config, delivery, entry.failure);
  }
  if (sent.length < finished.length) await work.em.flush(); // what follows reads by statements of its own
}

/** The same as `markSent` for many at once: every message passes here, so it is one statement and no entity. */
async function recordSent({ em, now }: Work, sent: readonly { id: number; messageId: string; jid: string }[]) {
  const at = toSqlInstant(now);
  const onTimeSince = toSqlInstant(now.subtract({ milliseconds: ON_TIME_MS }));
  const set = `status = 'sent', reason = null, message_id = news.said_id, sent_jid = news.said_jid, sent_at = ?,
    late = due_at < ?, claimed_by = null, lease_until = null, updated_at = ?`;
  const news = JSON.stringify(sent.map(({ id, messageId, jid }) => [id, messageId, jid]));
  const values = [at, onTimeSince, at];
  const inDoubt = `status in (${IN_DOUBT.map(status => `'${status}'`).join(', ')})`;
  if (isSqlite(em)) {
    const rows = `select value ->> 0 as id, value ->> 1 as said_id, value ->> 2 as said_jid from json_each(?)`;
    // `+`: each is found by its id, not among all that are on the way.
    const sql = `update deliveries set ${set} from (${rows}) as news where deliveries.id = news.id and +${inDoubt}`;
    await changeRows(em, sql, [...values, news]);
    return;
  }
  const columns = `id bigint path '$[0]', said_id varchar(100) path '$[1]', said_jid varchar(100) path '$[2]'`;
  // `straight_join`: the few that are news first, each found by its id.
  const sql = `update json_table(?, '$[*]' columns (${columns})) as news straight_join deliveries d on d.id = news.id
    set ${set} where ${inDoubt}`;
  await changeRows(em, sql, [news, ...values]);
}
