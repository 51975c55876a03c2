import { afterEach, beforeEach, expect, test } from 'vitest';
import { Contact, InboxEvent } from '../../src/db/entities/index.ts';
import { type Conversation, conversation, STRANGER, VENDAS_JID, VIEWER } from './conversation.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const card = (displayName: string, ...phones: string[]) => ({
  displayName,
  vcard: ['BEGIN:VCARD', `FN:${displayName}`, ...phones.map(phone => `TEL;waid=${phone}:+${phone}`), 'END:VCARD'].join(
    '\n',
  ),
});
const shares = (one: object) => ({ message: { contactMessage: one } });
const contacts = () => talk.database.orm.em.fork().find(Contact, {}, { orderBy: { id: 'asc' } });

test('a card that an admin shares becomes a contact', async () => {
  const reply = await talk.asks('', shares(card('Davi Souza', '5541998765432')));
  expect(reply).toBe('✅ *Davi Souza* está nos contatos: (41) 99876-5432.');
  expect((await contacts()).at(-1)).toMatchObject({ name: 'Davi Souza', phone: '+5541998765432' });
});

test('several at once are told one by one', async () => {
  const cards = [card('Davi', '5541998765432'), card('Outra Ana', '554191110001'), card('Sem Fone')];
  const reply = await talk.asks('', { message: { contactsArrayMessage: { contacts: cards } } });
  expect(reply.split('\n')).toEqual([
    '✅ *Davi* está nos contatos: (41) 99876-5432.',
    '👤 (41) 99111-0001 já está nos contatos: *Ana Lima*.',
    '🤔 O cartão de Sem Fone não traz telefone que eu entenda, e não guardei.',
  ]);
  expect(await contacts()).toHaveLength(3);
});

test('of several numbers the first is kept, and the others are named', async () => {
  expect(await talk.asks('', shares(card('Davi', '5541998765432', '554133334444')))).toContain(
    'deixei de fora: (41) 3333-4444.',
  );
});

test('whoever may not keep contacts is told so', async () => {
  const reply = await talk.asks('', { from: VIEWER, ...shares(card('Davi', '5541998765432')) });
  expect(reply).toContain('Você não tem permissão');
  expect(await contacts()).toHaveLength(2);
});

test.for([
  ['a stranger’s card', { from: STRANGER }],
  ['a card in a group', { group: VENDAS_JID }],
] as const)('%s leaves nothing behind', async ([, where]) => {
  expect(await talk.says('', { ...where, ...shares(card('Davi', '5541998765432')) })).toEqual([]);
  expect(await talk.database.orm.em.fork().count(InboxEvent)).toBe(0);
  expect(await contacts()).toHaveLength(2);
});
