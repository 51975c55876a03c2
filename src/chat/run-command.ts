import type { PendingQuestion } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import { looksLikeAnswer } from './answer-words.ts';
import type { Asked, ChatParts, Spoken } from './asked.ts';
import { done, type Reply, refuse } from './command.ts';
import { dropQuestion, findQuestion, hasExpired, keepQuestion } from './confirmation.ts';
import { commandAt, findCommand, type Line, nearMisses, readLine } from './find-command.ts';
import { isWrittenBefore, judgeAnswer } from './judge-answer.ts';
import { isOffer, type OfferReason, offered, offerOf } from './offers.ts';
import { perform } from './perform.ts';
import { wordsOf } from './reply-words.ts';

/**
 * Reads a line as the answer to what was asked, or as a command, and does it: the one way in for chat and API.
 *
 * A command that is refused leaves no effect behind; the refusal is a reply like any other.
 *
 * @throws whatever is no fault of the person: the caller's transaction is then undone and tried again
 */
export async function runCommandText(work: Work, parts: ChatParts, asked: Asked): Promise<Spoken> {
  const line = readLine(asked.text);
  const question = await findQuestion(work.em, asked.askedKey);
  const called = findCommand(parts.commands, line);
  const mayAnswer = !line.hasPrefix && (!called || looksLikeAnswer(asked.text));
  if (mayAnswer && question) {
    const spoken = await answerQuestion(work, parts, asked, question);
    if (spoken) return spoken;
  }
  if (!called) {
    const noQuestion = { code: 'no_question', details: {} };
    const unknown = unknownCommand(parts, line);
    return speak(work, parts, asked, '', refuse([mayAnswer && looksLikeAnswer(asked.text) ? noQuestion : unknown]));
  }
  const reply = await perform(work, parts, asked, called.command, context => called.command.run(context, called.args));
  return speakBeside(work, parts, asked, called.path, reply, question);
}

/** Asks whether a command shall be run that somebody wrote long ago, twice, or before another. */
export async function offerCommand(work: Work, parts: ChatParts, asked: Asked, why: OfferReason): Promise<Spoken> {
  const question = await findQuestion(work.em, asked.askedKey);
  const { path, reply } = offerOf(asked, why);
  return speakBeside(work, parts, asked, path, reply, question);
}

/** Speaks while a question waits: another command takes its place, unless it was written before it and asks nothing. */
async function speakBeside(
  work: Work,
  parts: ChatParts,
  asked: Asked,
  path: string,
  reply: Reply,
  question: PendingQuestion | null,
): Promise<Spoken> {
  const stays = question !== null && reply.kind !== 'question' && isWrittenBefore(asked, question);
  if (question && !stays) await dropQuestion(work.em, question);
  const spoken = await speak(work, parts, asked, path, reply);
  if (!question || hasExpired(question, work.now)) return spoken;
  const { sentences } = parts;
  if (stays) return { ...spoken, text: `${spoken.text}\n\n${sentences.reply('pergunta_aberta', {})}` };
  return { ...spoken, text: `${sentences.reply('pergunta_trocada', {})}\n\n${spoken.text}` };
}

/** @returns null when the text is no answer: it may mean something else */
async function answerQuestion(
  work: Work,
  parts: ChatParts,
  asked: Asked,
  question: PendingQuestion,
): Promise<Spoken | null> {
  const { command: path, payload } = question;
  const judged = await judgeAnswer(work, parts, asked, question);
  if (judged.kind === 'refused' && !judged.isOver) {
    return { ...(await speak(work, parts, asked, '', refuse([judged.fault]))), question };
  }
  if (judged.kind === 'other' && !hasExpired(question, work.now)) return null;
  await dropQuestion(work.em, question);
  if (judged.kind === 'other') return null;
  if (judged.kind === 'refused') return speak(work, parts, asked, '', refuse([judged.fault]));
  if (judged.kind === 'no') return declineQuestion(work, parts, asked, question);
  const { choice } = judged;
  if (isOffer(path)) return runCommandText(work, parts, offered(asked, payload, work.now));
  const command = commandAt(parts.commands, path);
  const answer = command?.answer?.bind(command);
  if (!command || !answer) return speak(work, parts, asked, '', refuse([{ code: 'question_expired', details: {} }]));
  const reply = await perform(work, parts, asked, command, context => answer(context, payload, choice));
  return speak(work, parts, asked, path, reply);
}

/** Most questions ask whether to do something, and a no leaves it; to some a no is a decision of its own. */
async function declineQuestion(
  work: Work,
  parts: ChatParts,
  asked: Asked,
  { command: path, payload }: PendingQuestion,
): Promise<Spoken> {
  const command = isOffer(path) ? undefined : commandAt(parts.commands, path);
  const left = done('deixado', {});
  const reply = command?.decline
    ? await perform(work, parts, asked, command, async context => (await command.decline!(context, payload)) ?? left)
    : left;
  return speak(work, parts, asked, '', reply);
}

function unknownCommand(parts: ChatParts, { word, typed }: Line) {
  return { code: 'unknown_command', details: { word: typed, suggestions: nearMisses(parts.commands, word) } };
}

/** Puts a reply into words, and keeps its question. */
async function speak(work: Work, parts: ChatParts, asked: Asked, path: string, reply: Reply): Promise<Spoken> {
  const question = reply.kind === 'question' ? await keepQuestion(work, asked.askedKey, path, reply) : null;
  return {
    ok: reply.kind !== 'refused',
    text: wordsOf(reply, parts.sentences, { timezone: work.timezone, now: work.now }),
    question,
    result: reply.kind === 'done' ? reply.result : null,
  };
}
