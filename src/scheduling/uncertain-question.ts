import { type Admin, type Delivery, type EvolutionConfig, InboxEvent } from '../db/entities/index.ts';
import type { Work } from './work.ts';

/** The kind of inbox event that says: an admin has to decide about uncertain messages. Its payload is {@link UncertainQuestion}. */
export const UNCERTAIN_MESSAGES = 'uncertain_messages';

export interface UncertainQuestion {
  adminId: number;
  /** Deliveries of one run. */
  deliveryIds: number[];
}

/**
 * Leaves a note that somebody has to be asked, in the transaction that decides so. The chat puts it into words and asks
 * when no other question of hers is open: whatever process looks for messages, another one may be the one that talks.
 *
 * @param question.by the instance that asks
 * @param deliveries of one run
 */
export function askAboutUncertain(
  { em, now }: Pick<Work, 'em' | 'now'>,
  { admin, by }: { admin: Admin; by: EvolutionConfig },
  deliveries: readonly Delivery[],
): void {
  const payload: UncertainQuestion = { adminId: admin.id, deliveryIds: deliveries.map(({ id }) => id) };
  em.create(InboxEvent, {
    ...{ evolutionConfig: by, kind: UNCERTAIN_MESSAGES, chatKey: `uncertain:${admin.id}` },
    ...{ payload: { ...payload }, nextAttemptAt: now, receivedAt: now },
  });
}
