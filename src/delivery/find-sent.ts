import { Contact, Delivery, OutboxMessage } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { Channel, SentMessage } from '../whatsapp/channel.ts';
import { chatAddresses } from '../whatsapp/chat-addresses.ts';

/** The gateway's clock and ours may differ by this much; the gateway's stamps are whole seconds. */
const CLOCKS_DIFFER_SECONDS = 60;
/** Earlier messages whose addresses are tried: where the gateway filed this person before. */
const EARLIER_MESSAGES = 5;

/**
 * Looks in the gateway's store for a message that may have left.
 *
 * @param now the end of the window; it begins where the attempt did
 * @returns messages of ours to this chat with exactly its text, oldest first; other deliveries' among them
 * @throws SendError of the channel
 */
export async function findSent(
  em: Em,
  channel: Channel,
  delivery: Delivery,
  now: Temporal.Instant,
): Promise<SentMessage[]> {
  const from = delivery.startedAt ?? delivery.createdAt;
  return channel.findSentMessages({
    chatJids: await addressesOf(em, delivery),
    text: delivery.text,
    from: from.subtract({ seconds: CLOCKS_DIFFER_SECONDS }),
    until: now.add({ seconds: CLOCKS_DIFFER_SECONDS }),
  });
}

/** Every address that the gateway may have filed this chat under: with and without the ninth digit, the LID, and what it said before. */
async function addressesOf(em: Em, { recipientKey, jid }: Delivery): Promise<string[]> {
  const contacts = await em.find(Contact, { phoneKey: recipientKey, lid: { $ne: null } }, { fields: ['lid'] });
  const earlier = await em.find(
    Delivery,
    { recipientKey, sentJid: { $ne: null } },
    { orderBy: { id: 'desc' }, limit: EARLIER_MESSAGES, fields: ['sentJid'] },
  );
  const lids = contacts.map(({ lid }) => lid!);
  return [...new Set([...earlier.map(({ sentJid }) => sentJid!), ...chatAddresses(jid), ...lids])];
}

/**
 * The first of an instance's messages that no other row of ours claims. For a delivery, call it under the instance's row
 * lock.
 *
 * @param replyId of the reply that is looked for: the gateway's own event may have bound it meanwhile
 */
export async function firstUnclaimed(
  em: Em,
  configId: number,
  found: readonly SentMessage[],
  replyId?: number,
): Promise<SentMessage | null> {
  for (const message of found) {
    const same = { evolutionConfig: configId, messageId: message.messageId };
    const others = replyId === undefined ? same : { ...same, id: { $ne: replyId } };
    const isTaken = (await em.count(Delivery, same)) > 0 || (await em.count(OutboxMessage, others)) > 0;
    if (!isTaken) return message;
  }
  return null;
}
