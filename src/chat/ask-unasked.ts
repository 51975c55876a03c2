import type { Admin, InboxEvent } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { Reply } from './command.ts';
import { askedBy, dropQuestion, findQuestion, hasExpired, keepQuestion } from './confirmation.ts';
import type { ChatDeps } from './deps.ts';
import type { Outcome } from './handlers.ts';
import { queueMessage } from './replies.ts';
import { wordsOf } from './reply-words.ts';
import { addressOf } from './speaker.ts';

/** How soon to look whether her other question has been answered: she is still at her phone then. */
const LATER_SECONDS = 5;

/**
 * Asks an admin something that no command of hers led to. While another question of hers is open, this one waits: it must
 * not be answered by the same "sim".
 *
 * @param row the event that says that she has to be asked
 * @param command the path of the command that takes the answer
 */
export async function askUnasked(
  work: Work,
  deps: Pick<ChatDeps, 'sentences'>,
  row: InboxEvent,
  admin: Admin,
  command: string,
  question: Extract<Reply, { kind: 'question' }>,
): Promise<Outcome> {
  const { em, now, timezone } = work;
  await em.populate(row, ['evolutionConfig']);
  const { askedKey, replyTo } = addressOf(admin, row.evolutionConfig);
  const open = await findQuestion(em, askedKey);
  if (open && !hasExpired(open, now)) return { notBefore: now.add({ seconds: LATER_SECONDS }) };
  if (open) await dropQuestion(em, open);
  const asked = await keepQuestion(work, askedKey, command, question);
  const text = wordsOf(question, deps.sentences, { timezone, now });
  askedBy(asked, queueMessage(work, row, { kind: 'question', chatJid: replyTo, text }));
  return 'done';
}
