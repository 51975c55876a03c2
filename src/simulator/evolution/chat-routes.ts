import type { FastifyInstance } from 'fastify';
import { isGroup } from '../gateway-jid.ts';
import { rowId } from '../message-id.ts';
import { contextInfo, messageKey } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import { MESSAGE_STATUSES, type Message } from '../store/messages.ts';
import { connectionState } from '../verbs/connection.ts';
import { deleteMessage } from '../verbs/delete-message.ts';
import { findRecipient } from '../verbs/find-recipient.ts';
import { bareConnectionClosed, EvolutionError, refusal } from './evolution-error.ts';
import { readMessageQuery } from './message-query.ts';
import { bodyOf, isObject, requireProperties, requireText } from './request-body.ts';

export function chatRoutes(scope: FastifyInstance, simulator: Simulator): void {
  scope.post('/chat/whatsappNumbers/:instance', async request => {
    const { numbers } = bodyOf(request);
    if (!Array.isArray(numbers) || numbers.length === 0) throw noNumbers();
    if (connectionState(simulator) !== 'open') throw bareConnectionClosed();
    return groupsFirst(numbers.map(String)).map(number => numberCheck(simulator, number));
  });

  scope.post('/chat/findMessages/:instance', async request => {
    const { filter, page, pageSize } = readMessageQuery(simulator, bodyOf(request));
    const { total, messages } = simulator.messages.find(filter, { offset: (page - 1) * pageSize, limit: pageSize });
    const records = messages.map(message => messageRecord(simulator, message));
    return { messages: { total, pages: Math.ceil(total / pageSize), currentPage: page, records } };
  });

  scope.post('/chat/findContacts/:instance', async request => {
    const { where } = bodyOf(request);
    const wanted = isObject(where) ? where.remoteJid : undefined;
    return contactRecords(simulator).filter(({ remoteJid }) => wanted === undefined || remoteJid === wanted);
  });

  scope.delete('/chat/deleteMessageForEveryone/:instance', async (request, reply) => {
    const body = bodyOf(request);
    requireProperties(body, ['id', 'fromMe', 'remoteJid']);
    if (connectionState(simulator) !== 'open') throw refusal(400, ['Error: Connection Closed']);
    const message = simulator.messages.get(requireText(body, 'id'));
    if (!message?.viaApi) throw refusal(400, ['Message not found']);
    return reply.code(201).send(deleteMessage(simulator, message));
  });
}

/** This one route answers without the usual envelope. */
const noNumbers = () =>
  new EvolutionError(400, {
    status: 400,
    error: 'Bad Request',
    message: [['numbers does not meet minimum length of 1']],
  });

/** Evolution does not keep the order of the question. */
const groupsFirst = (numbers: readonly string[]) =>
  [...numbers].sort((a, b) => Number(isGroup(b)) - Number(isGroup(a)));

function numberCheck(simulator: Simulator, number: string) {
  const recipient = findRecipient(simulator, number);
  if (recipient.kind === 'group') {
    return { jid: recipient.jid, exists: true, number, name: simulator.groups.get(recipient.jid)?.subject };
  }
  const exists = recipient.kind === 'person';
  return { jid: recipient.jid, exists, number, ...(exists && { name: recipient.name, lid: 'lid' }) };
}

function messageRecord(simulator: Simulator, message: Message) {
  const reached = MESSAGE_STATUSES.indexOf(message.status);
  return {
    id: rowId(message.seq),
    key: messageKey(simulator, message),
    pushName: message.fromMe ? 'Você' : simulator.people.get(message.authorJid)?.name,
    messageType: 'conversation',
    message: { conversation: message.text },
    messageTimestamp: Math.floor(message.sentAtMs / 1000),
    instanceId: simulator.identity.instanceId,
    source: message.viaApi ? 'web' : 'android',
    contextInfo: contextInfo(simulator, message) ?? null,
    MessageUpdate: message.viaApi
      ? MESSAGE_STATUSES.filter((status, rank) => rank <= reached && status.endsWith('ACK')).map(status => ({ status }))
      : [],
  };
}

function contactRecords({ people, groups, identity, settings }: Simulator) {
  const at = settings.get('created_at');
  const shared = { profilePicUrl: null, createdAt: at, updatedAt: at, instanceId: identity.instanceId };
  const persons = people.all().filter(({ role }) => role !== 'own');
  return [
    ...persons.map(person => ({ remoteJid: person.jid, pushName: person.name, isGroup: false, type: 'contact' })),
    ...groups.all().map(group => ({ remoteJid: group.jid, pushName: group.subject, isGroup: true, type: 'group' })),
  ].map((entry, index) => ({ id: rowId(index + 1), ...entry, ...shared, isSaved: true }));
}
