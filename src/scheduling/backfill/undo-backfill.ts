import { type AuditEntry, Delivery } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { STOPPABLE } from '../stoppable.ts';
import type { Work } from '../work.ts';

/**
 * Stops what has not left of a backfill. What left stays sent, and its instants count as sent.
 *
 * @throws UserError `undo_sent` (409) when nothing is left to be stopped
 */
export async function undoBackfill({ em, now }: Work, { after }: AuditEntry): Promise<void> {
  const occurrences = Array.isArray(after?.occurrences) ? after.occurrences.map(Number) : [];
  const stopped = await em.nativeUpdate(
    Delivery,
    { occurrence: { $in: occurrences }, status: { $in: [...STOPPABLE] } },
    { status: 'cancelled', reason: 'backfill_undone', updatedAt: now },
  );
  if (stopped === 0) throw new UserError('undo_sent', {}, 409);
}
