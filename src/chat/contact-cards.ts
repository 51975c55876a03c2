import { createContact } from '../scheduling/create-contact.ts';
import { findContactByPhone } from '../scheduling/queries/find-contact-by-phone.ts';
import type { Work } from '../scheduling/work.ts';
import { phoneText } from '../templates/portuguese.ts';
import type { ContactCard } from '../whatsapp/gateway-events.ts';
import type { Spoken } from './asked.ts';
import { done, type Reply, refuse } from './command.ts';
import type { Sentences } from './deps.ts';
import { wordsOf } from './reply-words.ts';
import { mayRun } from './roles.ts';

/** What keeping a card needs: the least role that `/contato novo` asks for. */
const LEAST_ROLE = 'editor';
const MAX_NAME_LENGTH = 200;

/** What became of one card. */
interface Kept {
  outcome: 'new' | 'known' | 'no_phone';
  name: string;
  phone: string | null;
  /** Further numbers of the card, which are not kept: a contact has one. */
  others: readonly string[];
}

/** Makes contacts of the cards that an admin shared with the bot, and says which are new. */
export async function keepCards(
  work: Work,
  { sentences }: { sentences: Sentences },
  cards: readonly ContactCard[],
): Promise<Spoken> {
  const { timezone, now, actor } = work;
  const isAllowed = mayRun(actor.role, LEAST_ROLE);
  const reply: Reply = isAllowed
    ? done('contato/cartoes', { rows: await keepAll(work, cards) })
    : refuse([{ code: 'forbidden', details: { role: LEAST_ROLE, own: actor.role } }]);
  return { ok: isAllowed, text: wordsOf(reply, sentences, { timezone, now }), question: null, result: null };
}

async function keepAll(work: Work, cards: readonly ContactCard[]): Promise<Kept[]> {
  const kept: Kept[] = [];
  for (const card of cards) kept.push(await keep(work, card));
  return kept;
}

async function keep(work: Work, card: ContactCard): Promise<Kept> {
  const [phone = null, ...others] = card.phones;
  const name = (card.name?.trim() || (phone === null ? '' : phoneText(phone))).slice(0, MAX_NAME_LENGTH);
  if (phone === null) return { outcome: 'no_phone', name, phone, others };
  const known = await findContactByPhone(work.em, phone);
  if (known) return { outcome: 'known', name: known.name, phone, others };
  await createContact(work, { name, phone });
  return { outcome: 'new', name, phone, others };
}
