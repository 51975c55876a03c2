/** The shapes of Evolution 2.3.6: what a send answers with and what webhooks carry in `data`. Seconds, never milliseconds. */
import { isGroup } from './gateway-jid.ts';
import { rowId } from './message-id.ts';
import type { Simulator } from './simulator.ts';
import type { Group, Member } from './store/groups.ts';
import type { Message } from './store/messages.ts';
import type { Person } from './store/people.ts';

const seconds = (epochMs: number): number => Math.floor(epochMs / 1000);

/** `key` of a message, as seen by the bot's account: who is hidden behind a LID is shown so. */
export function messageKey(
  simulator: Simulator,
  message: Pick<Message, 'id' | 'chatJid' | 'fromMe' | 'authorJid' | 'viaApi'>,
) {
  const { id, chatJid: remoteJid, fromMe } = message;
  if (message.viaApi) return { remoteJid, fromMe, id };
  if (isGroup(remoteJid)) {
    const author = simulator.people.get(message.authorJid);
    return {
      remoteJid,
      fromMe,
      id,
      participant: author?.lid,
      participantAlt: message.authorJid,
      addressingMode: 'lid',
    };
  }
  const person = simulator.people.get(remoteJid);
  return person?.addressing === 'lid'
    ? { remoteJid: person.lid, remoteJidAlt: remoteJid, fromMe, id, addressingMode: 'lid' }
    : { remoteJid, remoteJidAlt: person?.lid, fromMe, id, addressingMode: 'pn' };
}

/** Undefined where the message neither quotes nor mentions anybody: Evolution leaves the field out then. */
export function contextInfo(simulator: Simulator, message: Message) {
  const quoted = message.quotedId === null ? undefined : simulator.messages.get(message.quotedId);
  if (!quoted && message.mentions.length === 0) return undefined;
  const mentions = { mentionedJid: message.mentions, groupMentions: [] };
  if (!quoted) return mentions;
  return {
    ...mentions,
    stanzaId: quoted.id,
    participant: quoted.authorJid,
    quotedMessage: { conversation: quoted.text },
  };
}

/** The answer to a send, and `data` of `send.message`. */
export function sentMessage(simulator: Simulator, message: Message) {
  return {
    key: messageKey(simulator, message),
    pushName: 'Você',
    status: 'PENDING',
    message: { conversation: message.text },
    contextInfo: contextInfo(simulator, message),
    messageType: 'conversation',
    messageTimestamp: seconds(message.sentAtMs),
    instanceId: simulator.identity.instanceId,
    source: 'web',
  };
}

/** `data` of `messages.upsert`: what a person typed, or what was typed on the bot's own phone (`fromMe`). */
export function incomingMessage(simulator: Simulator, message: Message, content: object, messageType: string) {
  const author = simulator.people.get(message.authorJid);
  return {
    key: messageKey(simulator, message),
    pushName: message.fromMe ? 'Você' : author?.name,
    status: message.fromMe ? 'SERVER_ACK' : 'DELIVERY_ACK',
    message: content,
    contextInfo: contextInfo(simulator, message) ?? null,
    messageType,
    messageTimestamp: seconds(message.sentAtMs),
    instanceId: simulator.identity.instanceId,
    source: 'android',
  };
}

/** `data` of `messages.update`. */
export function receiptUpdate(simulator: Simulator, message: Message) {
  return {
    keyId: message.id,
    remoteJid: message.chatJid,
    fromMe: message.fromMe,
    status: message.status,
    instanceId: simulator.identity.instanceId,
    messageId: rowId(message.seq),
  };
}

/** `data` of `connection.update`. */
export function connectionUpdate(simulator: Simulator, state: 'open' | 'connecting' | 'close') {
  const { instanceName, own } = simulator.identity;
  if (state !== 'open') return { instance: instanceName, state, statusReason: state === 'close' ? 401 : 200 };
  const account = { wuid: own.jid, profileName: own.name, profilePictureUrl: null };
  return { instance: instanceName, ...account, state, statusReason: 200 };
}

/** A group as `fetchAllGroups` lists it. */
export function groupInfo(group: Group, members: readonly Member[], people: readonly Person[]) {
  const created = seconds(group.createdAtMs);
  const owner = people.find(({ jid }) => jid === members.find(({ admin }) => admin === 'superadmin')?.personJid)?.lid;
  return {
    id: group.jid,
    subject: group.subject,
    subjectOwner: owner,
    subjectTime: created,
    pictureUrl: null,
    size: members.length,
    creation: created,
    owner,
    desc: group.description,
    descId: rowId(created),
    restrict: false,
    announce: group.announce,
    isCommunity: false,
    isCommunityAnnounce: false,
  };
}

/** Members as Evolution shows them in a group that hides phones: the LID first, the phone beside it. */
export function participants(members: readonly Member[], people: readonly Person[]) {
  return members.flatMap(({ personJid, admin }) => {
    const person = people.find(({ jid }) => jid === personJid);
    return person ? [{ id: person.lid, phoneNumber: person.jid, admin }] : [];
  });
}
