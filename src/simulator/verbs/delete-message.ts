import { apiMessageId, rowId } from '../message-id.ts';
import { messageKey, sentMessage } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { Message } from '../store/messages.ts';

/** Takes a message of the bot back for everybody. Returns Evolution's answer, with its timestamp as text. */
export function deleteMessage(simulator: Simulator, message: Message) {
  const { identity, clock } = simulator;
  const key = messageKey(simulator, message);
  simulator.transaction(() => {
    simulator.messages.markDeleted(message.id);
    const deleted = {
      ...sentMessage(simulator, message),
      id: rowId(message.seq),
      status: 'DELETED',
      participant: null,
    };
    simulator.webhooks.emit('messages.delete', deleted);
  });
  simulator.live.message(message.id);
  return {
    key: { remoteJid: message.chatJid, fromMe: true, id: apiMessageId() },
    message: { protocolMessage: { key, type: 'REVOKE' } },
    messageTimestamp: String(Math.floor(clock.now().epochMilliseconds / 1000)),
    status: 'PENDING',
    instanceId: identity.instanceId,
  };
}
