import { Admin, type OutboxMessage } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { firstUnclaimed } from '../delivery/find-sent.ts';
import type { WorkDeps } from '../scheduling/work.ts';
import type { Channel } from '../whatsapp/channel.ts';
import { chatAddresses } from '../whatsapp/chat-addresses.ts';
import { phoneKeyOfJid, phoneOfJid } from '../whatsapp/jid.ts';
import { numberForGateway } from '../whatsapp/phone.ts';

/** The gateway's clock and ours may differ by this much. */
const CLOCKS_DIFFER_SECONDS = 60;

/**
 * Sends one message of the outbox, unless an earlier attempt did and only its answer was lost.
 *
 * @param begunBefore when an earlier attempt began whose outcome nobody knows; null when there was none
 * @returns WhatsApp's id of the message
 * @throws SendError of the channel
 */
export async function sayOnce(
  work: Pick<WorkDeps, 'em' | 'clock'>,
  channel: Channel,
  message: OutboxMessage,
  begunBefore: Temporal.Instant | null,
): Promise<string> {
  const { kind, chatJid, text } = message;
  if (kind === 'reaction') return (await react(channel, message)).messageId; // the same emoji twice is one
  if (begunBefore) {
    const found = await findSent(work, channel, message, begunBefore);
    if (found !== null) return found;
  }
  const phone = phoneOfJid(chatJid);
  // Bare digits are the one form whose ninth digit the gateway repairs by itself.
  const sent = await channel.sendText({ to: phone === null ? chatJid : numberForGateway(phone), text });
  return sent.messageId;
}

function react(channel: Channel, { chatJid, text, targetMessageId, targetParticipant }: OutboxMessage) {
  const author = targetParticipant ? { authorJid: targetParticipant } : {};
  return channel.sendReaction({ messageId: targetMessageId ?? '', chatJid, fromMe: false, ...author }, text);
}

/** A message of ours with these words in this chat that no other row of ours claims. */
async function findSent(
  { em, clock }: Pick<WorkDeps, 'em' | 'clock'>,
  channel: Channel,
  message: OutboxMessage,
  begunBefore: Temporal.Instant,
): Promise<string | null> {
  const fork = em.fork();
  const found = await channel.findSentMessages({
    chatJids: await addressesOf(fork, message.chatJid),
    text: message.text,
    from: begunBefore.subtract({ seconds: CLOCKS_DIFFER_SECONDS }),
    until: clock.now().add({ seconds: CLOCKS_DIFFER_SECONDS }),
  });
  const unclaimed = await firstUnclaimed(fork, message.evolutionConfig.id, found, message.id);
  return unclaimed?.messageId ?? null;
}

/** Under which addresses the gateway may have filed the chat: it files an admin's under phone or LID as it pleases. */
async function addressesOf(em: Em, chatJid: string): Promise<string[]> {
  const key = phoneKeyOfJid(chatJid);
  const admin = await em.findOne(Admin, key === null ? { lid: chatJid } : { phoneKey: key });
  const others = admin ? [...(admin.lid ? [admin.lid] : []), ...chatAddresses(numberForGateway(admin.phone))] : [];
  return [...new Set([...chatAddresses(chatJid), ...others])];
}
