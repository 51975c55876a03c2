import { Delivery, OutboxMessage } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { chatAddresses, recipientKeysOf } from '../whatsapp/chat-addresses.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';

/** How old a command may be and still be what the person wants now. */
const FRESH_MINUTES = 10;
/** How long ago the bot may have said what comes back as an echo. */
const ECHO_MINUTES = 10;

/** Whether a message reached us so late that it must not simply be obeyed. */
export function isStale(message: Pick<IncomingMessage, 'sentAt'>, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(message.sentAt, now.subtract({ minutes: FRESH_MINUTES })) < 0;
}

/**
 * Whether a message of the bot's own number is one that the bot sent: known by its id, or, before the gateway has
 * told us that id, by its words in that chat. Without this a reply in the self chat would be read as a command.
 */
export async function isEcho(
  em: Em,
  configId: number,
  message: IncomingMessage,
  now: Temporal.Instant,
): Promise<boolean> {
  if (!message.fromMe) return false;
  const byId = { evolutionConfig: configId, messageId: message.id };
  if ((await em.count(OutboxMessage, byId)) > 0 || (await em.count(Delivery, byId)) > 0) return true;
  if (message.text === null) return false;
  const since = now.subtract({ minutes: ECHO_MINUTES });
  const { text } = message;
  const chats = [message.chatJid, message.chatAltJid].flatMap(jid => (jid ? chatAddresses(jid) : []));
  const digits = chats.map(jid => jid.split('@')[0]!);
  const said = await em.count(OutboxMessage, {
    ...{ evolutionConfig: configId, text, createdAt: { $gte: since } },
    chatJid: { $in: [...chats, ...digits] },
  });
  if (said > 0) return true;
  const recipientKey = { $in: recipientKeysOf(message) };
  return (await em.count(Delivery, { evolutionConfig: configId, text, updatedAt: { $gte: since }, recipientKey })) > 0;
}
