import { Admin, Contact, Delivery, InboxEvent, Suppression } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import { numberForGateway, phoneKey } from '../whatsapp/phone.ts';
import type { ChatDeps } from './deps.ts';
import { OPT_HINT } from './event-kinds.ts';
import type { Outcome } from './handlers.ts';
import { phoneOfLid } from './opt-out.ts';
import { queueMessage } from './replies.ts';

/** Whoever got nothing from us for so long does not mean our messages. */
const WRITTEN_TO_DAYS = 30;
/** People who are cross write several sentences. */
const TOLD_AGAIN_AFTER_HOURS = 24;

/**
 * Tells the owners that somebody may want to get no more messages. A sentence is never taken for the wish itself: it
 * may as well be about an order or a group.
 */
export async function handleOptHint(work: Work, deps: Pick<ChatDeps, 'sentences'>, row: InboxEvent): Promise<Outcome> {
  const { em } = work;
  const { phone: told, lid } = row.payload;
  const phone = typeof told === 'string' ? told : await phoneOfLid(work, lid);
  if (phone === null || !(await isWorthTelling(work, row, phoneKey(phone)))) return 'ignored';
  const contact = await em.findOne(Contact, { phoneKey: phoneKey(phone) });
  const text = deps.sentences.reply('avisos/talvez_sair', { name: contact?.name ?? null, phone: phoneKey(phone) });
  for (const owner of await em.find(Admin, { role: 'owner' })) {
    queueMessage(work, row, { kind: 'notice', chatJid: numberForGateway(owner.phone), text });
  }
  return 'done';
}

async function isWorthTelling({ em, now }: Work, row: InboxEvent, key: string): Promise<boolean> {
  if ((await em.count(Suppression, { phoneKey: key })) > 0) return false;
  const since = now.subtract({ hours: 24 * WRITTEN_TO_DAYS });
  const written = await em.count(Delivery, { recipientKey: key, sentAt: { $gte: since } });
  const toldBefore = await em.count(InboxEvent, {
    ...{ evolutionConfig: row.evolutionConfig.id, chatKey: row.chatKey, kind: OPT_HINT, status: 'done' },
    handledAt: { $gte: now.subtract({ hours: TOLD_AGAIN_AFTER_HOURS }) },
  });
  return written > 0 && toldBefore === 0;
}
