import { Delivery, type Occurrence } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { STOPPABLE } from '../stoppable.ts';

/** WhatsApp deletes for everybody only what is younger: two days and twelve hours (its release of August 2022). */
export const DELETABLE_HOURS = 60;

/** What a recall would touch. */
export interface RecallPreview {
  /** Not sent yet: would be stopped. */
  waiting: number;
  /** Sent, and young enough to be deleted. */
  deletable: number;
  /** Sent too long ago. */
  tooOld: number;
  /** On its way, or of unknown fate. */
  onTheWay: number;
  /** Deleted already. */
  recalled: number;
  text: string;
}

/** The last run of a schedule of which anything was queued. @throws UserError `nothing_to_recall` (409) */
export async function lastRun(em: Em, schedule: number): Promise<Occurrence> {
  const [last] = await em.find(
    Delivery,
    { schedule, occurrence: { $ne: null }, status: { $nin: ['skipped', 'failed'] } },
    { orderBy: { id: 'desc' }, limit: 1, populate: ['occurrence'] },
  );
  if (!last?.occurrence) throw new UserError('nothing_to_recall', { id: schedule }, 409);
  return last.occurrence;
}

/** @param of a run, or one message */
export async function previewRecall(
  em: Em,
  of: { occurrence: number } | { id: number },
  now: Temporal.Instant,
): Promise<RecallPreview> {
  const left = { ...of, recalledAt: null, status: { $in: ['sent', 'delivered', 'read'] as const } };
  const oldest = now.subtract({ hours: DELETABLE_HOURS });
  const [first] = await em.find(Delivery, of, { orderBy: { id: 'asc' }, limit: 1 });
  const count = (where: Parameters<typeof em.count<Delivery>>[1]) => em.count(Delivery, where);
  return {
    waiting: await count({ ...of, status: { $in: [...STOPPABLE] } }),
    deletable: await count({ ...left, sentAt: { $gt: oldest } }),
    tooOld: await count({ ...left, sentAt: { $lte: oldest } }),
    onTheWay: await count({ ...of, status: { $in: ['sending', 'uncertain'] } }),
    recalled: await count({ ...of, recalledAt: { $ne: null } }),
    text: first?.text ?? '',
  };
}
