import { LockMode } from '@mikro-orm/core';
import { AuditEntry, Delivery } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { runWork, SYSTEM, type Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { LOOKED_BACK_DAYS, tellSender, untold } from './tell-sender.ts';

const BATCH = 100;

/**
 * Tells whoever sent a message without a schedule once more that it failed again, however old it is. Where a program
 * did, its sender hears of it. (A message of a run opens its run anew, and is told when that ends.)
 */
export async function settleRetries(deps: DeliveryDeps): Promise<void> {
  const { em, clock } = deps.work;
  const rows = await em.fork().execute<{ id: number }[]>(
    `select distinct d.id from audit_entries r cross join deliveries d on d.id = r.entity_id
     where r.at >= ? and r.action = 'log.retry' and d.status = 'failed' and d.occurrence_id is null
       and (r.actor_type = 'admin' or exists (
         select 1 from audit_entries s where s.at = d.created_at and s.action = 'message.send' and s.actor_type = 'admin'
       ))
       and not exists (
         select 1 from delivery_notes n where n.delivery_id = d.id and n.code = 'told' and n.at >= d.updated_at
       )
     limit ${BATCH}`,
    [toSqlInstant(clock.now().subtract({ hours: 24 * LOOKED_BACK_DAYS }))],
  );
  const ids = rows.map(({ id }) => Number(id));
  if (ids.length > 0) await runWork(deps.work, SYSTEM, work => tellAll(work, deps, ids));
}

async function tellAll(work: Work, deps: DeliveryDeps, ids: readonly number[]): Promise<void> {
  const { em } = work;
  // Locked before the notes are read: of two processes the second finds what the first noted.
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const news = await untold(
    work,
    await em.find(Delivery, { id: { $in: [...ids] } }, { orderBy: { id: 'asc' }, ...lock }),
  );
  const whos = new Map<Delivery, number | null>();
  for (const delivery of news) whos.set(delivery, await whoSentAgain(work, delivery));
  for (const [senderId, those] of Map.groupBy(news, delivery => whos.get(delivery) ?? null)) {
    await tellSender(work, deps, { senderId, at: null, news: those });
  }
}

/** The admin who did so last, else the one who sent it first. */
async function whoSentAgain({ em }: Work, { id, createdAt: at }: Delivery): Promise<number | null> {
  const [retry] = await em.find(
    AuditEntry,
    { entityType: 'log', entityId: id, action: 'log.retry' },
    { orderBy: { id: 'desc' }, limit: 1 },
  );
  if (retry?.actorType === 'admin') return retry.actorId ?? null;
  return (await em.findOne(AuditEntry, { at, action: 'message.send', actorType: 'admin' }))?.actorId ?? null;
}
