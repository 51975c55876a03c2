import { OutboxMessage } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import { chatAddresses } from '../whatsapp/chat-addresses.ts';
import type { SentEvent } from '../whatsapp/gateway-events.ts';

/**
 * Takes the gateway's word that one of our replies left: it settles a reply whose HTTP answer was lost, so that it is
 * not said twice.
 */
export async function settleReply(work: Work, configId: number, event: SentEvent): Promise<void> {
  const { em, now } = work;
  if (event.text === null) return;
  const isKnown = (await em.count(OutboxMessage, { evolutionConfig: configId, messageId: event.id })) > 0;
  if (isKnown) return;
  const begun = await em.find(
    OutboxMessage,
    {
      evolutionConfig: configId,
      status: ['queued', 'sending'],
      startedAt: { $ne: null },
      messageId: null,
      text: event.text,
    },
    { orderBy: { id: 'asc' } },
  );
  const addresses = [event.chatJid, ...(event.chatAltJid ? [event.chatAltJid] : [])];
  const row = begun.find(({ chatJid }) => chatAddresses(chatJid).some(jid => addresses.includes(jid)));
  if (row) Object.assign(row, { status: 'sent', messageId: event.id, sentAt: now, claimedBy: null, leaseUntil: null });
}
