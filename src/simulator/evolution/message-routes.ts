import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sentMessage } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import { connectionState } from '../verbs/connection.ts';
import { takeFault } from '../verbs/faults.ts';
import { findRecipient, type Recipient } from '../verbs/find-recipient.ts';
import { reactAsBot } from '../verbs/react.ts';
import { sendText, type TextToSend } from '../verbs/send-text.ts';
import { invalid, notOnWhatsApp, refusal, socketFailure } from './evolution-error.ts';
import { leaveUnanswered } from './leave-unanswered.ts';
import { bodyOf, isObject, type Json, requireProperties, requireText } from './request-body.ts';

export function messageRoutes(scope: FastifyInstance, simulator: Simulator): void {
  scope.post('/message/sendText/:instance', (request, reply) => answerSendText(simulator, request, reply));
  scope.post('/message/sendReaction/:instance', async (request, reply) => {
    const { message, emoji } = readReaction(simulator, bodyOf(request));
    if (connectionState(simulator) !== 'open') throw refusal(400, ['Error: Connection Closed']);
    return reply.code(201).send(reactAsBot(simulator, message, emoji));
  });
}

/** In Evolution's order: look the number up, wait out `delay`, send. Planned failures strike where the real ones do. */
async function answerSendText(simulator: Simulator, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const body = bodyOf(request);
  const { number, text, delayMs } = readSendText(body);
  const recipient = findRecipient(simulator, number);
  const fault = takeFault(simulator);
  if (fault === 'hang') return leaveUnanswered(reply, simulator.stopping);
  refuseUnsendable(simulator, recipient, number, fault);

  await wait(delayMs, undefined, { signal: simulator.stopping });
  const message = sendText(simulator, { chatJid: recipient.jid, text, ...extras(simulator, body, recipient) });
  if (fault === 'sent_without_answer') return leaveUnanswered(reply, simulator.stopping);
  return reply.code(201).send(sentMessage(simulator, message));
}

function refuseUnsendable(
  simulator: Simulator,
  recipient: Recipient,
  number: string,
  fault: ReturnType<typeof takeFault>,
): void {
  if (fault === 'server_error') throw refusal(500, ['Error: Internal Server Error']);
  if (fault === 'timed_out') throw socketFailure(recipient, 'Timed Out');
  if (fault === 'connection_closed' || connectionState(simulator) !== 'open') {
    throw socketFailure(recipient, 'Connection Closed');
  }
  if (fault === 'not_on_whatsapp' || recipient.kind === 'not_on_whatsapp') throw notOnWhatsApp(recipient.jid, number);
  if (recipient.kind === 'unreachable_group') throw refusal(400, ['[object Object]']);
}

function readSendText(body: Json): { number: string; text: string; delayMs: number } {
  requireProperties(body, ['number', 'text']);
  const number = requireText(body, 'number');
  const text = requireText(body, 'text');
  const delay = body.delay ?? 0;
  if (!Number.isInteger(delay)) throw invalid(['Enter a value in milliseconds']);
  const quoted = body.quoted;
  if (isObject(quoted) && isObject(quoted.key)) requireProperties(quoted.key, ['id'], 'quoted.key');
  if (text.trim() === '') throw refusal(400, ['Text is required']);
  return { number, text, delayMs: Number(delay) };
}

/** A quote of an unknown message is dropped without a word, as Evolution does. */
function extras(
  { messages, groups }: Simulator,
  body: Json,
  recipient: Recipient,
): Pick<TextToSend, 'quotedId' | 'mentions'> {
  const key = isObject(body.quoted) && isObject(body.quoted.key) ? body.quoted.key : {};
  const quotedId = typeof key.id === 'string' ? (messages.get(key.id)?.id ?? null) : null;
  if (recipient.kind !== 'group') return { quotedId, mentions: [] };
  if (body.mentionsEveryOne === true) {
    return { quotedId, mentions: groups.members(recipient.jid).map(({ personJid }) => personJid) };
  }
  const mentioned = Array.isArray(body.mentioned) ? body.mentioned : [];
  const jids = mentioned.map(String).map(id => (id.includes('@') ? id : `${id.replace(/\D/g, '')}@s.whatsapp.net`));
  return { quotedId, mentions: jids };
}

function readReaction({ messages }: Simulator, body: Json) {
  requireProperties(body, ['key', 'reaction']);
  const key = isObject(body.key) ? body.key : {};
  requireProperties(key, ['id', 'remoteJid', 'fromMe'], 'key');
  const emoji = requireText(body, 'reaction');
  if (/\p{L}|\p{N}/u.test(emoji)) throw refusal(400, ['"reaction" must be an emoji']);
  const message = messages.get(requireText(key, 'id'));
  if (!message) throw refusal(400, ['Message not found']);
  return { message, emoji };
}
