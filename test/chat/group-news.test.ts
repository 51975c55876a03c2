import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { type Conversation, conversation, EDITOR, OWNER, VENDAS_JID } from './conversation.ts';
import { OWN_JID } from './helpers.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await conversation();
});
afterEach(() => talk.close());

const bot = { id: OWN_JID, admin: null };
const ana = { id: '5541991110001@s.whatsapp.net', admin: null };
const joined = (id: string, subject: string) => happens('groups.upsert', [{ id, subject, participants: [bot, ana] }]);
const membership = (action: 'add' | 'remove', who = bot) =>
  happens('group-participants.update', { id: VENDAS_JID, action, participants: [who] });

/** @returns what the bot says because of it: to whom, and the words */
async function happens(event: string, data: unknown): Promise<{ to: string; text: string }[]> {
  const before = talk.gateway.sent.length;
  await talk.chat.storeEvents(talk.config, parseWebhook({ event, instance: 'loja', data }));
  await talk.chat.inbox.drain();
  await talk.chat.outbox.drain();
  return talk.gateway.sent.slice(before).map(({ to, text }) => ({ to, text }));
}

describe('the bot that is added to a group', () => {
  const CLUB = '120363000000000041@g.us';

  test('asks the owner how to call it, with a line to copy that works', async () => {
    const [told, ...more] = await joined(CLUB, 'Clientes VIP');
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      to: OWNER,
      text: expect.stringContaining('Agora estou no grupo *Clientes VIP* (2 pessoas)'),
    });
    const line = told!.text.split('\n').find(one => one.startsWith('/grupo apelido'))!;
    expect(await talk.asks(line.replace(/: apelido$/, ': vip'))).toContain('também atende por vip');
  });

  test('says nothing about a group that it knows', async () => {
    await joined(CLUB, 'Clientes VIP');
    expect(await joined(CLUB, 'Clientes VIP 2026')).toEqual([]);
  });

  test('and is told once when it comes back, however often the gateway says so', async () => {
    await membership('remove');
    talk.clock.advance({ minutes: 1 });
    const told = await membership('add');
    expect(told.map(({ text }) => text.split('\n', 1)[0])).toEqual(['👋 Estou de volta no grupo *Vendas* (1 pessoa).']);
    expect(await joined(VENDAS_JID, 'Vendas')).toEqual([]);
    expect(await membership('add')).toEqual([]);
  });
});

describe('the bot that is removed from a group', () => {
  test('tells the owner and the author which schedules will fail', async () => {
    await talk.asks('/agendar todo dia 9h grupo vendas modelo bomdia', { from: EDITOR });
    await talk.asks('/agendar todo dia 10h grupo suporte modelo bomdia');
    const told = await membership('remove');
    expect(told.map(({ to }) => to).toSorted()).toEqual([OWNER, EDITOR]);
    expect(told[0]?.text).toContain('Fui tirado do grupo *Vendas*');
    expect(told[0]?.text).toContain('• nº *1*: todo dia às 09:00');
    expect(told[0]?.text).not.toContain('nº *2*');
  });

  test('says so also when nothing depends on it, and only once', async () => {
    expect((await membership('remove'))[0]?.text).toContain('Nenhum agendamento escreve nele');
    expect(await membership('remove')).toEqual([]);
  });

  test('is not meant when somebody else goes', async () => {
    expect(await membership('remove', ana)).toEqual([]);
  });
});
