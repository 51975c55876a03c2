import { apiMessageId, phoneMessageId } from '../message-id.ts';
import { incomingMessage, messageKey, sentMessage } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { Message } from '../store/messages.ts';
import { authorsOf } from './authors.ts';
import { SimulatorRefusal } from './refusal.ts';

/**
 * A person reacts on a phone; an empty `emoji` takes the reaction back. The bot hears of it as a message of its own.
 *
 * @throws SimulatorRefusal when the message is unknown or this person is not in its chat
 */
export function reactAsPerson(
  simulator: Simulator,
  target: { messageId: string; authorJid: string; emoji: string },
): Message {
  const message = simulator.messages.get(target.messageId);
  if (!message) throw new SimulatorRefusal('unknown_message');
  if (!authorsOf(simulator, message.chatJid).some(({ jid }) => jid === target.authorJid)) {
    throw new SimulatorRefusal('not_a_member');
  }
  simulator.transaction(() => {
    simulator.reactions.set(message.id, target.authorJid, target.emoji);
    const fromMe = target.authorJid === simulator.identity.own.jid;
    const carrier = carrierOf(simulator, message, {
      id: phoneMessageId(),
      authorJid: target.authorJid,
      fromMe,
      viaApi: false,
    });
    const content = { reactionMessage: { key: messageKey(simulator, message), text: target.emoji } };
    simulator.webhooks.emit('messages.upsert', incomingMessage(simulator, carrier, content, 'reactionMessage'));
  });
  simulator.live.message(message.id);
  return message;
}

/** The bot reacts through the API. Returns the body of Evolution's answer, which is also `data` of `send.message`. */
export function reactAsBot(simulator: Simulator, message: Message, emoji: string) {
  const { identity } = simulator;
  const own = { id: apiMessageId(), authorJid: identity.own.jid, fromMe: true, viaApi: true };
  const body = {
    ...sentMessage(simulator, carrierOf(simulator, message, own)),
    message: { reactionMessage: { key: messageKey(simulator, message), text: emoji } },
    messageType: 'reactionMessage',
  };
  simulator.transaction(() => {
    simulator.reactions.set(message.id, identity.own.jid, emoji);
    simulator.webhooks.emit('send.message', body);
  });
  simulator.live.message(message.id);
  return body;
}

/** WhatsApp sends a reaction as a message with an id of its own. Nobody sees it as one, so it is not stored. */
function carrierOf(
  { clock }: Simulator,
  target: Message,
  carrier: Pick<Message, 'id' | 'authorJid' | 'fromMe' | 'viaApi'>,
): Message {
  return { ...target, ...carrier, quotedId: null, mentions: [], sentAtMs: clock.now().epochMilliseconds };
}
