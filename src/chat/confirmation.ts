import { OutboxMessage, PendingQuestion } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { Work } from '../scheduling/work.ts';
import { readAnswer } from './answer-words.ts';
import type { Reply } from './command.ts';

/** How long a question waits: after that nobody remembers what "sim" would mean. */
const QUESTION_MINUTES = 10;

/** The question that this person was asked in this chat, answered in time or not; null when there is none. */
export function findQuestion(em: Em, askedKey: string): Promise<PendingQuestion | null> {
  return em.findOne(PendingQuestion, { askedKey });
}

/** The question of this person that this message of ours asked, for an answer by reaction. */
export function findQuestionOfMessage(em: Em, askedKey: string, messageId: string): Promise<PendingQuestion | null> {
  return em.findOne(PendingQuestion, { askedKey, message: { messageId } });
}

/** Whether the message that an answer quotes asked something else before: the answer is then none to `question`. */
export async function isEarlierQuestion(em: Em, question: PendingQuestion, quotedId: string | null): Promise<boolean> {
  if (quotedId === null) return false;
  const quoted = await em.findOne(OutboxMessage, { messageId: quotedId, kind: 'question' });
  return quoted !== null && Temporal.Instant.compare(quoted.createdAt, question.createdAt) < 0;
}

/** Whether an answer quotes (or reacts to) the very message that asks this question. */
export async function pointsAt(em: Em, question: PendingQuestion, quotedId: string | null): Promise<boolean> {
  if (quotedId === null || !question.message) return false;
  return (await em.count(OutboxMessage, { id: question.message.id, messageId: quotedId })) > 0;
}

/** Whether this person is asked something in this chat that these words answer, be they her own or those of an option. */
export async function awaitsWords(em: Em, askedKey: string, text: string): Promise<boolean> {
  const question = await findQuestion(em, askedKey);
  return question !== null && (question.options.length === 0 || readAnswer(question.options, text) !== null);
}

/** Whether its ten minutes are over. */
export function hasExpired(question: Pick<PendingQuestion, 'expiresAt'>, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(question.expiresAt, now) <= 0;
}

/** Forgets a question: it was answered, or another command came. */
export async function dropQuestion(em: Em, question: PendingQuestion): Promise<void> {
  em.remove(question);
  await em.flush(); // the key is unique: it must be free before the next question
}

/** Notes what was asked. One question for each person and chat: the caller has dropped the earlier one. */
export async function keepQuestion(
  work: Work,
  askedKey: string,
  path: string,
  reply: Extract<Reply, { kind: 'question' }>,
): Promise<PendingQuestion> {
  const question = work.em.create(PendingQuestion, {
    askedKey,
    command: path,
    payload: { ...reply.payload },
    options: [...reply.options],
    createdAt: work.now,
    expiresAt: work.now.add({ minutes: QUESTION_MINUTES }),
  });
  await work.em.flush();
  return question;
}

/** Ties a question to the message that asks it, for answers by reaction. */
export function askedBy(question: PendingQuestion, message: OutboxMessage): void {
  question.message = message;
}
