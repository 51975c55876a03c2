import { apiMessageId } from '../message-id.ts';
import { sentMessage } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { Message } from '../store/messages.ts';

export interface TextToSend {
  /** A person's JID or a group's, as `find-recipient.ts` resolved it. */
  readonly chatJid: string;
  readonly text: string;
  /** Id of a message that exists, or null. */
  readonly quotedId: string | null;
  readonly mentions: readonly string[];
}

/** Puts a message of the bot into a chat, announces it and lets its receipts come. */
export function sendText(simulator: Simulator, { chatJid, text, quotedId, mentions }: TextToSend): Message {
  const { messages, webhooks, identity, clock } = simulator;
  const message = simulator.transaction(() => {
    const added = messages.add({
      ...{ id: apiMessageId(), clientId: null, chatJid, authorJid: identity.own.jid, fromMe: true, viaApi: true },
      ...{ text, quotedId, mentions, status: 'PENDING', sentAtMs: clock.now().epochMilliseconds },
    });
    webhooks.emit('send.message', sentMessage(simulator, added));
    return added;
  });
  simulator.receipts.follow(message);
  simulator.live.message(message.id);
  simulator.live.state();
  return message;
}
