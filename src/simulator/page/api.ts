import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import { setConnection } from '../verbs/connection.ts';
import { planFault } from '../verbs/faults.ts';
import { createGroup, setBotMembership } from '../verbs/group-membership.ts';
import { reactAsPerson } from '../verbs/react.ts';
import { receiveMessage } from '../verbs/receive-message.ts';
import { tomorrowMorning, travelTo } from '../verbs/travel.ts';
import { messageView, stateView } from './views.ts';

const PAGE_SIZE = 50;

/** WhatsApp's own limit for a text. */
const LONGEST_TEXT = 65_536;

const typedMessage = z.object({
  client_id: z.string().min(8).max(64),
  chat: z.string(),
  author: z.string(),
  text: z.string().trim().min(1).max(LONGEST_TEXT),
  quoted_id: z.string().nullable().default(null),
});
const reaction = z.object({ message_id: z.string(), author: z.string(), emoji: z.string().max(16) });
const connection = z.object({ state: z.enum(['open', 'connecting', 'close']) });
const faultKind = z.enum([
  'server_error',
  'connection_closed',
  'timed_out',
  'not_on_whatsapp',
  'hang',
  'sent_without_answer',
]);
const fault = z.object({ kind: faultKind.nullable(), count: z.int().min(1).max(99).default(1) });
const newGroup = z.object({ subject: z.string().trim().min(1).max(100) });
const LONGEST_JOURNEY_MINUTES = 31 * 24 * 60;
const journey = z.union([
  z.strictObject({ minutes: z.int().min(1).max(LONGEST_JOURNEY_MINUTES) }),
  z.strictObject({ until: z.literal('tomorrow_morning') }),
]);
const membership = z.object({ member: z.boolean() });
const older = z.object({ before: z.coerce.number().int().positive().default(Number.MAX_SAFE_INTEGER) });

/** The page's JSON routes. Bodies are checked; a fault in one answers 400 `{detail, code}`. */
export function pageApi(scope: FastifyInstance, simulator: Simulator): void {
  scope.get('/api/estado', async () => stateView(simulator));

  scope.get<{ Params: { jid: string } }>('/api/conversas/:jid/mensagens', async request => {
    const { before } = read(older, request.query);
    const messages = simulator.messages.before(request.params.jid, before, PAGE_SIZE);
    return { messages: messages.map(message => messageView(simulator, message)), more: messages.length === PAGE_SIZE };
  });

  scope.post('/api/mensagens', async (request, reply) => {
    const body = read(typedMessage, request.body);
    const { message, repeated } = receiveMessage(simulator, {
      ...{
        clientId: body.client_id,
        chatJid: body.chat,
        authorJid: body.author,
        text: body.text,
        quotedId: body.quoted_id,
      },
    });
    return reply.code(repeated ? 200 : 201).send(messageView(simulator, message));
  });

  scope.post('/api/reacoes', async request => {
    const { message_id: messageId, author: authorJid, emoji } = read(reaction, request.body);
    return messageView(simulator, reactAsPerson(simulator, { messageId, authorJid, emoji }));
  });

  scope.put('/api/conexao', async request => {
    setConnection(simulator, read(connection, request.body).state);
    return stateView(simulator);
  });

  scope.put('/api/falha', async request => {
    const { kind, count } = read(fault, request.body);
    planFault(simulator, kind === null ? null : { kind, remaining: count });
    return stateView(simulator);
  });

  scope.post('/api/grupos', async (request, reply) => {
    const { jid } = createGroup(simulator, read(newGroup, request.body).subject);
    return reply.code(201).send({ jid });
  });

  scope.post('/api/relogio', async request => {
    const body = read(journey, request.body);
    const end = 'minutes' in body ? simulator.clock.now().add({ minutes: body.minutes }) : tomorrowMorning(simulator);
    await travelTo(simulator, end);
    return stateView(simulator);
  });

  scope.put<{ Params: { jid: string } }>('/api/grupos/:jid/agendador', async request => {
    setBotMembership(simulator, request.params.jid, read(membership, request.body).member);
    return stateView(simulator);
  });
}

/** @throws an error with `statusCode` 400 when `value` does not fit */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw Object.assign(new Error(z.prettifyError(parsed.error)), { statusCode: 400 });
}
