import { LockMode } from '@mikro-orm/core';
import { AuditEntry, Delivery } from '../db/entities/index.ts';
import { fromSqlInstant, toSqlInstant } from '../db/instant-type.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { UNSETTLED } from './settle.ts';
import { settleRetries } from './settle-retries.ts';
import { LOOKED_BACK_DAYS, tellSender, untold } from './tell-sender.ts';

const BATCH = 100;

/**
 * Tells an admin what did not arrive of a message that she sent without a schedule, once all of it has left the queue.
 * (About what may have arrived she is asked.)
 * One that was sent again and failed again is told again, to whoever sent it again. Programs read the log.
 */
export async function settleMessages(deps: DeliveryDeps): Promise<void> {
  await settleRetries(deps);
  for (const at of await instantsWithTrouble(deps))
    await runWork(deps.work, SYSTEM, work => settleSent(work, deps, at));
}

/**
 * When messages were sent of which somebody has to hear. A send and its audit entry are of one instant, and entries are
 * few: `+` keeps SQLite, which has no statistics, from reading all that ever failed.
 */
async function instantsWithTrouble({ work: { em, clock } }: DeliveryDeps): Promise<Temporal.Instant[]> {
  const rows = await em.fork().execute<{ at: string }[]>(
    `select distinct a.at from audit_entries a
     where a.at >= ? and a.action = 'message.send' and a.actor_type = 'admin' and exists (
       select 1 from deliveries d
       where d.schedule_id is null and d.created_at = a.at and d.occurrence_id is null and +d.status = 'failed'
         and not exists (
           select 1 from delivery_notes n where n.delivery_id = d.id and n.code = 'told' and n.at >= d.updated_at
         )
     )
     limit ${BATCH}`,
    [toSqlInstant(clock.now().subtract({ hours: 24 * LOOKED_BACK_DAYS }))],
  );
  return rows.map(row => fromSqlInstant(row.at));
}

async function settleSent(work: Work, deps: DeliveryDeps, at: Temporal.Instant): Promise<void> {
  const entries = await work.em.find(AuditEntry, { at, action: 'message.send', actorType: 'admin' });
  for (const { after, actorId } of entries) {
    const ids = Array.isArray(after?.deliveries) ? after.deliveries.map(Number) : [];
    // Locked before the notes are read: of two processes the second finds what the first noted.
    const sent = await work.em.find(
      Delivery,
      { id: { $in: ids } },
      { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (sent.some(({ status }) => (UNSETTLED as readonly string[]).includes(status))) continue;
    const news = await untold(work, sent);
    if (news.length > 0) await tellSender(work, deps, { senderId: actorId ?? null, at, news });
  }
}
