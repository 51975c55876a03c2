import { Contact, type InboxEvent, Suppression } from '../db/entities/index.ts';
import { suppressPhone, unsuppress } from '../scheduling/suppress.ts';
import type { Work } from '../scheduling/work.ts';
import type { IncomingMessage } from '../whatsapp/gateway-events.ts';
import { chatIdentity } from '../whatsapp/identity.ts';
import { phoneKey } from '../whatsapp/phone.ts';
import type { ChatDeps } from './deps.ts';
import { fold } from './fold.ts';
import type { Outcome } from './handlers.ts';
import { queueMessage } from './replies.ts';

/** The inbox's kind of event for a message that is nothing but one of these words. */
export const OPT_WORD = 'opt_word';

const OUT: readonly string[] = ['sair', 'parar', 'pare', 'stop', 'cancelar inscricao', 'descadastrar'];
const BACK: readonly string[] = ['voltar'];

/** Whether a message *is* a word by which people stop, or return; a longer sentence is neither. */
export function optWord(text: string): 'out' | 'back' | null {
  const said = fold(text.replace(/[\p{P}\p{S}]+/gu, ' '));
  if (OUT.includes(said)) return 'out';
  return BACK.includes(said) ? 'back' : null;
}

/** All that is stored of such a message: who, where, and which way. */
export function optWordPayload(message: IncomingMessage, word: 'out' | 'back'): Record<string, unknown> {
  const { phones, lid } = chatIdentity(message);
  return { word, chatJid: message.chatJid, phone: phones[0] ?? null, lid };
}

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

async function phoneOfLid(work: Work, lid: unknown): Promise<string | null> {
  if (typeof lid !== 'string') return null;
  const contact = await work.em.findOne(Contact, { lid });
  return contact?.phone ?? null;
}
