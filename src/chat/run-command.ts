import { Group, type PendingQuestion } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import type { Work } from '../scheduling/work.ts';
import { isYesNo, looksLikeAnswer, readAnswer, yesOrNo } from './answer-words.ts';
import { type Command, type CommandContext, done, type Reply, type ReplyData, refuse, YES_NO } from './command.ts';
import { dropQuestion, findQuestion, hasExpired, keepQuestion } from './confirmation.ts';
import type { ChatDeps } from './deps.ts';
import { commandAt, findCommand, nearMisses, readLine } from './find-command.ts';
import { requestGroupSync } from './group-sync.ts';
import { wordsOf } from './reply-words.ts';
import { mayRun } from './roles.ts';

/** A line that somebody wrote, by chat or through the API. `work.actor` says who. */
export interface Asked {
  readonly text: string;
  /** Names this person in this chat (or this API user): what a pending question is kept under. */
  readonly askedKey: string;
  /** When it was written. */
  readonly askedAt: Temporal.Instant;
  readonly receivedBy: number | null;
  readonly groupJid: string | null;
  readonly quotedText: string | null;
  /** Where what comes later is told; null for the API. */
  readonly replyTo: string | null;
}

/** What the bot says to it. */
export interface Spoken {
  /** False when it was refused: nothing was done. */
  readonly ok: boolean;
  readonly text: string;
  /** Set when the bot asked something and waits for the answer. */
  readonly question: PendingQuestion | null;
  /** For programs: what came of it. */
  readonly result: ReplyData | null;
}

type ChatParts = Pick<ChatDeps, 'sentences' | 'commands' | 'confirm'>;

/** Names the question whether a command that came late shall still be run; no command's path has a space in front. */
const LATE = ' atrasado';

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
    const unknown = unknownCommand(parts, line.word);
    return speak(work, parts, asked, '', refuse([mayAnswer && looksLikeAnswer(asked.text) ? noQuestion : unknown]));
  }
  if (question) await dropQuestion(work.em, question);
  const reply = await perform(work, parts, asked, called.command, context => called.command.run(context, called.args));
  const spoken = await speak(work, parts, asked, called.path, reply);
  if (!question || hasExpired(question, work.now)) return spoken;
  return { ...spoken, text: `${parts.sentences.reply('pergunta_trocada', {})}\n\n${spoken.text}` };
}

/** Asks whether a command that reached us late shall be run now: its "amanhã" may be over. */
export async function offerLateCommand(work: Work, parts: ChatParts, asked: Asked): Promise<Spoken> {
  const earlier = await findQuestion(work.em, asked.askedKey);
  if (earlier) await dropQuestion(work.em, earlier);
  return speak(work, parts, asked, LATE, {
    kind: 'question',
    template: 'comando_atrasado',
    data: { text: asked.text, askedAt: asked.askedAt },
    options: YES_NO,
    payload: { text: asked.text, quotedText: asked.quotedText, groupJid: asked.groupJid },
  });
}

/** @returns null when the question is over and the text is no answer: it may mean something else */
async function answerQuestion(
  work: Work,
  parts: ChatParts,
  asked: Asked,
  question: PendingQuestion,
): Promise<Spoken | null> {
  const { command: path, payload, options } = question;
  if (hasExpired(question, work.now)) {
    await dropQuestion(work.em, question);
    return looksLikeAnswer(asked.text)
      ? speak(work, parts, asked, '', refuse([{ code: 'question_expired', details: {} }]))
      : null;
  }
  const choice = readAnswer(options, asked.text);
  const isNo = choice ? choice.option === 'não' && isYesNo(options) : yesOrNo(asked.text) === 'não';
  if (!choice && !isNo) {
    return {
      ...(await speak(work, parts, asked, '', refuse([{ code: 'not_an_option', details: { options, isYesNo: isYesNo(options) } }]))),
      question,
    };
  }
  await dropQuestion(work.em, question);
  if (isNo || !choice) return speak(work, parts, asked, '', done('deixado', {}));
  if (path === LATE) return runCommandText(work, parts, repeated(asked, payload, work.now));
  const command = commandAt(parts.commands, path);
  const answer = command?.answer?.bind(command);
  if (!command || !answer) return speak(work, parts, asked, '', refuse([{ code: 'question_expired', details: {} }]));
  const reply = await perform(work, parts, asked, command, context => answer(context, payload, choice));
  return speak(work, parts, asked, path, reply);
}

/** The late command as if it were written now. */
function repeated(asked: Asked, payload: ReplyData, now: Temporal.Instant): Asked {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    ...asked,
    text: text(payload.text) ?? '',
    quotedText: text(payload.quotedText),
    groupJid: text(payload.groupJid),
    askedAt: now,
  };
}

/** Runs a command's own code where a refusal undoes what it had begun. */
async function perform(
  work: Work,
  parts: ChatParts,
  asked: Asked,
  command: Command,
  run: (context: CommandContext) => Promise<Reply>,
): Promise<Reply> {
  if (!mayRun(work.actor.role, command.role)) {
    return refuse([{ code: 'forbidden', details: { role: command.role, own: work.actor.role } }]);
  }
  try {
    await work.em.flush();
    return await work.em.transactional(async em => {
      return run(await contextOf({ ...work, em: em as Work['em'] }, parts, asked));
    });
  } catch (error) {
    if (error instanceof UserError) return refuse([{ code: error.code, details: error.details }]);
    throw error;
  }
}

async function contextOf(work: Work, parts: ChatParts, asked: Asked): Promise<CommandContext> {
  const { askedAt, receivedBy, groupJid, quotedText, text, replyTo } = asked;
  const here = groupJid === null ? null : await work.em.findOne(Group, { jid: groupJid }, { fields: ['id'] });
  return {
    ...{ work, askedAt, receivedBy, quotedText, text },
    isGroup: groupJid !== null,
    hereGroupId: here?.id ?? null,
    confirm: parts.confirm,
    commands: parts.commands.all,
    requestGroupSync: () => requestGroupSync(work, { receivedBy, replyTo }),
  };
}

function unknownCommand(parts: ChatParts, word: string) {
  return { code: 'unknown_command', details: { word, suggestions: nearMisses(parts.commands, word) } };
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
