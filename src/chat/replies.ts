import { type InboxEvent, type OutboxKind, OutboxMessage } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';

/** Queues something for the bot to say, in the transaction that makes it true; it is sent after the commit. */
export function queueMessage(
  work: Work,
  answers: InboxEvent,
  message: {
    kind: OutboxKind;
    chatJid: string;
    /** For a reaction: the emoji. */
    text: string;
    /** Reactions: the message that gets it, and its author. */
    target?: { messageId: string; participant: string | null };
  },
): OutboxMessage {
  const { kind, chatJid, text, target } = message;
  const row = work.em.create(OutboxMessage, {
    evolutionConfig: answers.evolutionConfig,
    inboxEvent: answers,
    ...{ kind, chatJid, text },
    targetMessageId: target?.messageId ?? null,
    targetParticipant: target?.participant ?? null,
    nextAttemptAt: work.now,
    createdAt: work.now,
  });
  work.nudge('reply');
  return row;
}
