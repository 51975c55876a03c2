import { type Admin, type EvolutionConfig, InboxEvent } from '../../db/entities/index.ts';
import type { Work } from '../work.ts';

/** The kind of inbox event that says: an admin has to decide about late messages. Its payload names her alone. */
export const LATE_MESSAGES = 'late_messages';

/** Why a message is held: a person is asked whether it is still to be sent. */
export const LATE = 'late';
/** Why one has failed: nobody said so in time. */
export const NOT_ANSWERED = 'not_answered';
/** Why one is cancelled: a person said that it is not to be sent any more. */
export const LEFT_OUT = 'left_out';

/**
 * Leaves a note that somebody has to be asked. What about is looked up when she is asked: one question for all of it.
 *
 * @param question.by the instance that asks
 */
export async function askAboutLate(
  { em, now }: Pick<Work, 'em' | 'now'>,
  { admin, by }: { admin: Admin; by: EvolutionConfig },
): Promise<void> {
  const chatKey = `late:${admin.id}`;
  // One that is being handled at this moment may have looked already.
  const waiting = { kind: LATE_MESSAGES, chatKey, status: 'pending' as const, claimedBy: null };
  if ((await em.count(InboxEvent, waiting)) > 0) return;
  em.create(InboxEvent, {
    ...{ evolutionConfig: by, kind: LATE_MESSAGES, chatKey, payload: { adminId: admin.id } },
    ...{ nextAttemptAt: now, receivedAt: now },
  });
}
