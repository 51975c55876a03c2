import { isGroup } from '../gateway-jid.ts';
import { phoneMessageId } from '../message-id.ts';
import { incomingMessage } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { Message } from '../store/messages.ts';
import { authorsOf } from './authors.ts';
import { isBotIn } from './group-membership.ts';
import { SimulatorRefusal } from './refusal.ts';

export interface TypedMessage {
  /** Chosen by who sends it: the same one again returns the first message and makes no second. */
  readonly clientId: string;
  readonly chatJid: string;
  readonly authorJid: string;
  readonly text: string;
  readonly quotedId: string | null;
}

/**
 * A person writes on a phone. The bot hears of it through its webhook, as soon as it is connected.
 *
 * @throws SimulatorRefusal when this person cannot write in this chat, or the quoted message is not in it
 */
export function receiveMessage(simulator: Simulator, typed: TypedMessage): { message: Message; repeated: boolean } {
  const { messages, identity, clock, webhooks } = simulator;
  const earlier = messages.byClientId(typed.clientId);
  if (earlier) return { message: earlier, repeated: true };
  const { clientId, chatJid, authorJid, text, quotedId } = typed;
  if (!authorsOf(simulator, chatJid).some(({ jid }) => jid === authorJid)) throw new SimulatorRefusal('not_a_member');
  if (quotedId !== null && messages.get(quotedId)?.chatJid !== chatJid) throw new SimulatorRefusal('unknown_message');

  const message = simulator.transaction(() => {
    const added = messages.add({
      ...{ id: phoneMessageId(), clientId, chatJid, authorJid, fromMe: authorJid === identity.own.jid, viaApi: false },
      ...{ text, quotedId, mentions: [], status: 'SERVER_ACK', sentAtMs: clock.now().epochMilliseconds },
    });
    if (!isGroup(chatJid) || isBotIn(simulator, chatJid)) {
      const data = incomingMessage(simulator, added, { conversation: text }, 'conversation');
      webhooks.emit('messages.upsert', data, added.id);
    }
    return added;
  });
  simulator.live.message(message.id);
  return { message, repeated: false };
}
