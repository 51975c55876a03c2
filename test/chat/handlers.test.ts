import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EvolutionConfig, Group, InboxEvent, OutboxMessage } from '../../src/db/entities/index.ts';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { type Conversation, conversation, OWNER, VENDAS_JID } from './conversation.ts';
import { OWN_JID } from './helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

async function happens(event: string, data: unknown): Promise<void> {
  await talk.chat.storeEvents(talk.config, parseWebhook({ event, instance: 'loja', data }));
  await talk.chat.inbox.drain();
  await talk.chat.outbox.drain(); // what the bot says because of it
}
const config = () => talk.database.em.findOneOrFail(EvolutionConfig, talk.config.id);
const vendas = () => talk.database.em.findOneOrFail(Group, { jid: VENDAS_JID });
const lastEvent = async () => (await talk.database.em.find(InboxEvent, {}, { orderBy: { id: 'desc' } }))[0];

test.for([
  ['open', 'open'],
  ['connecting', 'connecting'],
  ['close', 'close'],
  ['refused', 'close'],
] as const)('connection.update %s leaves the instance %s', async ([state, expected]) => {
  await happens('connection.update', { state, statusReason: 200 });
  expect((await config()).state).toBe(expected);
});

test('connection news are applied in the order they came', async () => {
  for (const state of ['close', 'connecting', 'open']) {
    await talk.chat.storeEvents(talk.config, parseWebhook({ event: 'connection.update', data: { state } }));
  }
  await talk.chat.inbox.drain();
  expect((await config()).state).toBe('open');
});

describe('groups', () => {
  const bot = { id: OWN_JID, admin: null };

  test('a new one can be written to by its name', async () => {
    await happens('groups.upsert', [{ id: '120363000000000041@g.us', subject: 'Clientes VIP', participants: [bot] }]);
    expect(await talk.asks('/agendar amanhã 9h grupo clientes vip modelo bomdia')).toContain('grupo Clientes VIP');
  });

  test('removed from one, the bot warns that it cannot write there', async () => {
    await happens('group-participants.update', { id: VENDAS_JID, action: 'remove', participants: [bot] });
    expect((await vendas()).canSend).toBe(false);
    expect(await talk.asks('/agendar amanhã 9h grupo vendas modelo bomdia')).toContain(
      'No grupo Vendas eu não posso escrever',
    );
  });

  test('added again, it can', async () => {
    await happens('group-participants.update', { id: VENDAS_JID, action: 'remove', participants: [bot] });
    await happens('group-participants.update', { id: VENDAS_JID, action: 'add', participants: [bot] });
    expect((await vendas()).canSend).toBe(true);
  });
});

describe('news about messages', () => {
  test('a receipt of nobody’s message waits a minute and is then ignored', async () => {
    await happens('messages.update', { keyId: 'UNKNOWN', fromMe: true, status: 'READ' });
    expect((await lastEvent())?.status).toBe('pending');
    talk.clock.advance({ seconds: 61 });
    await talk.chat.inbox.drain();
    expect((await lastEvent())?.status).toBe('ignored');
  });

  test('a receipt of a reply is done with', async () => {
    await talk.asks('/status');
    await happens('messages.update', { keyId: talk.gateway.sent[0]!.id, fromMe: true, status: 'READ' });
    expect((await lastEvent())?.status).toBe('done');
  });

  test('the gateway’s word that a reply left settles one whose answer was lost', async () => {
    talk.gateway.next('loses the answer');
    await expect(talk.says('/status')).rejects.toThrow('troubles');
    const [sent] = talk.gateway.sent;
    const key = { id: sent!.id, fromMe: true, remoteJid: `${OWNER}@s.whatsapp.net` };
    await happens('send.message', { key, message: { conversation: sent!.text }, messageTimestamp: 1_795_000_000 });
    const [reply] = await talk.database.em.find(OutboxMessage, {});
    expect([reply?.status, reply?.messageId]).toEqual(['sent', sent!.id]);
  });
});
