import { Contact, type InboxEvent, Suppression } from '../db/entities/index.ts';
import { suppressPhone, unsuppress } from '../scheduling/suppress.ts';
import type { Work } from '../scheduling/work.ts';
import { phoneKey } from '../whatsapp/phone.ts';
import type { ChatDeps } from './deps.ts';
import type { Outcome } from './handlers.ts';
import { queueMessage } from './replies.ts';

/** Stops or restores what this person gets, and answers once: the same word again changes nothing and gets no answer. */
export async function handleOptWord(work: Work, deps: Pick<ChatDeps, 'sentences'>, row: InboxEvent): Promise<Outcome> {
  const { word, chatJid, phone: told, lid } = row.payload;
  const phone = typeof told === 'string' ? told : await phoneOfLid(work, lid);
  if (phone === null) return 'ignored'; // a hidden id that we have never met: nothing can be sent to it either
  const isOut = word === 'out';
  const wasOut = (await work.em.count(Suppression, { phoneKey: phoneKey(phone) })) > 0;
  if (isOut === wasOut) return 'ignored';
  if (isOut) await suppressPhone(work, phone, 'whatsapp');
  else await unsuppress(work, phone);
  const text = deps.sentences.reply(isOut ? 'saida' : 'volta', {});
  queueMessage(work, row, { kind: 'reply', chatJid: String(chatJid), text });
  return 'done';
}

/** The phone of a contact that is known by this hidden id; null when there is none. */
export async function phoneOfLid(work: Work, lid: unknown): Promise<string | null> {
  if (typeof lid !== 'string') return null;
  const contact = await work.em.findOne(Contact, { lid });
  return contact?.phone ?? null;
}
