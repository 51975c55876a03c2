import type { InboxEvent } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';
import { isCourtesy, looksLikeAnswer, yesOrNo } from './answer-words.ts';
import type { Asked, Spoken } from './asked.ts';
import { awaitsWords, findQuestionOfMessage } from './confirmation.ts';
import { keepCards } from './contact-cards.ts';
import type { ChatDeps } from './deps.ts';
import { type Called, findCommand, type Line, nearMisses, readLine } from './find-command.ts';
import { isEcho, isStale } from './guards.ts';
import type { Outcome } from './handlers.ts';
import { isOfBurst, mediaBeside } from './media-beside.ts';
import { offerPath } from './offers.ts';
import { overtakenBy } from './overtaken.ts';
import { isRepeated } from './repeated.ts';
import { queueMessage } from './replies.ts';
import { offerCommand, runCommandText } from './run-command.ts';
import { findSpeaker, learnLid, type Speaker } from './speaker.ts';

/**
 * Handles a message that reached the bot: finds out who wrote it, keeps out what is no command, does the rest, and
 * queues the reply, all in the caller's transaction.
 */
export async function handleMessage(
  work: Work,
  deps: ChatDeps,
  row: InboxEvent,
  message: IncomingMessage,
): Promise<Outcome> {
  const { em } = work;
  await em.populate(row, ['evolutionConfig']);
  const bot = row.evolutionConfig;
  if (await isEcho(em, bot.id, message, work.now)) return 'ignored';
  const speaker = await findSpeaker(em, bot, message, deps);
  if (!speaker) return 'ignored';
  if (speaker.admin) await learnLid(em, speaker.admin, message);
  const theirs = { ...work, actor: speaker.actor };
  const asked = askedIn(message, speaker, bot.id, work.now);
  const spoken = await answer(theirs, deps, row, message, asked);
  if (!spoken) return 'ignored';
  reply(theirs, row, message, speaker, spoken);
  return 'done';
}

function answer(
  work: Work,
  deps: ChatDeps,
  row: InboxEvent,
  message: IncomingMessage,
  asked: Asked,
): Promise<Spoken | null> {
  if (message.reaction) return answerByReaction(work, deps, message, asked);
  if (message.contactCards.length > 0) return keepCards(work, deps, message.contactCards);
  return answerWords(work, deps, row, message, asked);
}

function askedIn(message: IncomingMessage, speaker: Speaker, receivedBy: number, now: Temporal.Instant): Asked {
  const { askedKey, replyTo } = speaker;
  // WhatsApp's clock may run ahead of ours; nobody writes in the future.
  const askedAt = Temporal.Instant.compare(message.sentAt, now) < 0 ? message.sentAt : now;
  return {
    ...{ askedKey, replyTo, askedAt, receivedBy },
    text: message.text ?? '',
    groupJid: message.isGroup ? message.chatJid : null,
    quotedText: message.quotedText,
    media: mediaBeside(message),
    quotedId: message.quotedId,
  };
}

/** A picture without words, or words, with whatever came beside them. */
async function answerWords(
  work: Work,
  deps: ChatDeps,
  row: InboxEvent,
  message: IncomingMessage,
  asked: Asked,
): Promise<Spoken | null> {
  const line = readLine(asked.text);
  if (line.word === '') return answerMedia(work, deps, row, message);
  if (message.isGroup && !line.hasPrefix) return null;
  if (isCourtesy(asked.text)) return null;
  const called = findCommand(deps.commands, line);
  const isLeftOut = message.media !== null && !called?.command.saysOfMedia;
  // What changes something is asked about first; with what only tells, a sentence is enough.
  const isAsked = isLeftOut && called !== null && called.command.role !== 'viewer';
  const spoken = await answerLine(work, deps, row, message, { asked, line, called, isAsked });
  if (!spoken || !isLeftOut || spoken.question?.command === offerPath('media')) return spoken;
  return { ...spoken, text: `${spoken.text}\n\n${deps.sentences.reply('midia/de_fora', { kind: message.media })}` };
}

/** Somebody who sends a picture alone hears once that nothing will come of it; in her notes to herself it is no affair of ours. */
async function answerMedia(
  work: Work,
  { sentences }: Pick<ChatDeps, 'sentences'>,
  row: InboxEvent,
  message: IncomingMessage,
): Promise<Spoken | null> {
  const { media: kind, isGroup, fromMe } = message;
  if (kind === null || isGroup || fromMe || isStale(message, work.now)) return null;
  if (await isOfBurst(work, row, message)) return null;
  return { ok: false, text: sentences.reply('midia/sozinha', { kind }), question: null, result: null };
}

/** @param said.isAsked the command is offered without the picture that came with it */
async function answerLine(
  work: Work,
  deps: ChatDeps,
  row: InboxEvent,
  message: IncomingMessage,
  said: { asked: Asked; line: Line; called: Called | null; isAsked: boolean },
): Promise<Spoken | null> {
  const { asked, line, called, isAsked } = said;
  const isCommand = line.hasPrefix || called !== null;
  // Her chat with herself is where she keeps notes: what is neither a command nor nearly one is none of our business.
  const isAnswer =
    looksLikeAnswer(asked.text) || (!isCommand && (await awaitsWords(work.em, asked.askedKey, asked.text)));
  const isNote = message.fromMe && !isCommand && !isAnswer;
  if (isNote && nearMisses(deps.commands, line.word).length === 0) return null;
  if (isStale(message, work.now) && !isAnswer) {
    // What was only talk when it was written is not worth an answer hours later.
    return isCommand ? offerCommand(work, deps, asked, 'late') : null;
  }
  const isAgain = called?.command.addsUp === true && (await isRepeated(work, row, asked.text));
  if (isAgain) return offerCommand(work, deps, asked, 'repeated');
  const by = called && (await overtakenBy(work, deps.commands, row, { message, command: called.command }));
  if (by) return offerCommand(work, deps, asked, { by });
  return isAsked ? offerCommand(work, deps, asked, 'media') : runCommandText(work, deps, asked);
}

/** 👍 or ❌ on the question itself says yes or no to it; other reactions say nothing. */
async function answerByReaction(
  work: Work,
  deps: ChatDeps,
  message: IncomingMessage,
  asked: Asked,
): Promise<Spoken | null> {
  const answer = yesOrNo(message.reaction?.emoji ?? '');
  if (!message.reaction || message.isGroup || answer === null) return null;
  const question = await findQuestionOfMessage(work.em, asked.askedKey, message.reaction.targetId);
  return question ? runCommandText(work, deps, { ...asked, text: answer, quotedId: message.reaction.targetId }) : null;
}

/** The answer goes to the person; the group only sees whether her command was done. */
function reply(work: Work, row: InboxEvent, message: IncomingMessage, speaker: Speaker, spoken: Spoken): void {
  const kind = spoken.question ? 'question' : 'reply';
  const queued = queueMessage(work, row, { kind, chatJid: speaker.replyTo, text: spoken.text });
  // Asked again, the question stays with its first message.
  if (spoken.question) spoken.question.message ??= queued;
  if (!message.isGroup) return;
  queueMessage(work, row, {
    kind: 'reaction',
    chatJid: message.chatJid,
    text: spoken.ok ? '✅' : '❌',
    target: { messageId: message.id, participant: message.authorJid },
  });
}
