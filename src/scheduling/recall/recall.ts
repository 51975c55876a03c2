import { LockMode } from '@mikro-orm/core';
import { Delivery, type DeliveryStatus, Occurrence } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { audit } from '../audit.ts';
import { STOPPABLE } from '../stoppable.ts';
import { note, noteWhere } from '../trail.ts';
import type { Work } from '../work.ts';

/** Statuses of a message that has left, or may have. */
export const LEFT = ['sent', 'delivered', 'read', 'sending', 'uncertain'] as const satisfies DeliveryStatus[];
/** How long the gateway is asked again where it does not answer, and a message on its way is waited for. */
const TRY_FOR_HOURS = 24;

/** What of a recall is begun: the deletions follow in the background, and their outcome is told. */
export interface Recall {
  /** Messages that had not left, and do not leave any more. */
  stopped: number;
  /** Messages that are to be deleted for everybody. */
  toDelete: number;
}

/** A run, or one message. */
type Scope = { occurrence: number } | { delivery: number };

/**
 * Takes back a run: what has not left is stopped at once, what has left (or is on its way) is deleted for everybody by
 * `delivery/recaller.ts`, as far as the gateway and WhatsApp allow. Once more asks again for what could not be deleted.
 *
 * @throws UserError `occurrence_not_found` (404), `recall_not_sent` (409) while it is only planned, `nothing_to_recall` (409)
 */
export async function recallRun(work: Work, id: number): Promise<Recall & { occurrence: Occurrence }> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const occurrence = await work.em.findOne(Occurrence, { id }, lock);
  if (!occurrence) throw new UserError('occurrence_not_found', { id }, 404);
  if (occurrence.status === 'planned') throw new UserError('recall_not_sent', { id: occurrence.schedule.id }, 409);
  const begun = await recall(work, { occurrence: id });
  await audit(work, {
    ...{ action: 'schedule.recall', entityType: 'schedule', entityId: occurrence.schedule.id, before: null },
    after: { occurrence: id, ...begun },
  });
  return { ...begun, occurrence };
}

/**
 * The same for one message, of a schedule or of /enviar.
 *
 * @throws UserError `log_not_found` (404), `nothing_to_recall` (409)
 */
export async function recallMessage(work: Work, id: number): Promise<Recall & { delivery: Delivery }> {
  const begun = (await work.em.count(Delivery, { id })) > 0 ? await recall(work, { delivery: id }) : null;
  if (!begun) throw new UserError('log_not_found', { id }, 404);
  await audit(work, { action: 'log.recall', entityType: 'log', entityId: id, before: null, after: { ...begun } });
  const delivery = await work.em.findOneOrFail(Delivery, { id }, { populate: ['occurrence'], refresh: true });
  return { ...begun, delivery };
}

async function recall(work: Work, scope: Scope): Promise<Recall> {
  const { em, now, actor } = work;
  await em.flush();
  const stopped = await em.nativeUpdate(
    Delivery,
    { ...whereOf(scope), status: { $in: [...STOPPABLE] } },
    { status: 'cancelled', reason: 'recalled', updatedAt: now },
  );
  const [condition, value] =
    'occurrence' in scope ? ['d.occurrence_id = ?', scope.occurrence] : ['d.id = ?', scope.delivery];
  const where = {
    sql: `${condition} and d.status in (${LEFT.map(() => '?').join(', ')}) and d.recalled_at is null and not exists (
      select 1 from delivery_notes n where n.delivery_id = d.id and n.code in ('recall_wanted', 'recalling'))`,
    values: [value, ...LEFT],
  };
  const until = now.add({ hours: TRY_FOR_HOURS }).toString();
  const toDelete = await noteWhere(work, where, 'recall_wanted', { by: actor.name, until, tries: 0 });
  if (stopped + toDelete === 0) throw new UserError('nothing_to_recall', {}, 409);
  await openReport(work, scope, toDelete);
  return { stopped, toDelete };
}

/** What the outcome is told by, once nothing is left to be deleted: who asked, and of what. */
async function openReport(work: Work, scope: Scope, toDelete: number): Promise<void> {
  if (toDelete === 0) return;
  const { em, actor } = work;
  const first = await em.findOneOrFail(
    Delivery,
    { ...whereOf(scope), status: { $in: [...LEFT] } },
    { orderBy: { id: 'asc' } },
  );
  note(work, first, 'recall_open', { ...scope, admin: actor.type === 'admin' ? actor.id : null });
}

function whereOf(scope: Scope) {
  return 'occurrence' in scope ? { occurrence: scope.occurrence } : { id: scope.delivery };
}
