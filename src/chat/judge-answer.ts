import type { PendingQuestion } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import { isYesNo, looksLikeAnswer, readAnswer, yesOrNo } from './answer-words.ts';
import type { Asked, ChatParts } from './asked.ts';
import type { Choice, Fault } from './command.ts';
import { hasExpired, isEarlierQuestion, pointsAt } from './confirmation.ts';
import { nearMisses, readLine } from './find-command.ts';

/** What a text is to the question that waits: an answer, a no, nothing at all, or something to say a word about. */
export type Judged =
  | { readonly kind: 'choice'; readonly choice: Choice }
  | { readonly kind: 'no' }
  | { readonly kind: 'other' }
  /** @property isOver the question is to be forgotten */
  | { readonly kind: 'refused'; readonly fault: Fault; readonly isOver: boolean };

/** Judges a text that may be an answer to a question. Only what cannot mean anything else is taken for one. */
export async function judgeAnswer(
  { em, now }: Work,
  { commands }: Pick<ChatParts, 'commands'>,
  asked: Asked,
  question: PendingQuestion,
): Promise<Judged> {
  const { text } = asked;
  const { options } = question;
  const isOpen = options.length === 0;
  const isAnswer = looksLikeAnswer(text);
  if (hasExpired(question, now)) {
    return isAnswer || isOpen ? refused('question_expired', {}, true) : { kind: 'other' };
  }
  if (await isEarlierQuestion(em, question, asked.quotedId)) return refused('other_question');
  const waits = { options, isYesNo: isYesNo(options) };
  if (isWrittenBefore(asked, question) && !(await pointsAt(em, question, asked.quotedId))) {
    return isAnswer ? refused('early_answer', waits) : { kind: 'other' };
  }
  const choice = readAnswer(options, text);
  const isNo = choice ? choice.option === 'não' && waits.isYesNo : yesOrNo(text) === 'não';
  if (isNo) return { kind: 'no' };
  if (!choice) return refused('not_an_option', waits);
  const { word } = readLine(text);
  // "agendra amanhã 9h …" as a customer's text would be worse than one question more.
  const suggestions = isOpen && !/^["“]/.test(word) ? nearMisses(commands, word) : [];
  return suggestions.length > 0 ? refused('maybe_command', { word, suggestions }) : { kind: 'choice', choice };
}

/** Nobody answers what was not asked yet. WhatsApp tells whole seconds. */
export function isWrittenBefore({ askedAt }: Asked, { createdAt }: PendingQuestion): boolean {
  return Temporal.Instant.compare(askedAt, createdAt.round({ smallestUnit: 'second', roundingMode: 'floor' })) < 0;
}

function refused(code: string, details: Fault['details'] = {}, isOver = false): Judged {
  return { kind: 'refused', fault: { code, details }, isOver };
}
