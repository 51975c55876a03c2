import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKnownSends } from '../../src/chat/known-sends.ts';
import { insertEvents, storeWebhook } from '../../src/chat/store-event.ts';
import { fixedClock } from '../../src/clock.ts';
import { Admin, type EvolutionConfig, InboxEvent } from '../../src/db/entities/index.ts';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { describeEachDatabase, type TestDatabase } from '../helpers/database.ts';
import { NOW, OWN_JID, saveInstance } from './helpers.ts';

const ADMIN = '5541990010001@s.whatsapp.net';
const STRANGER = '5541990019999@s.whatsapp.net';
const GROUP = '120363000000000021@g.us';
const SENT_AT = Math.floor(Temporal.Instant.from(NOW).epochMilliseconds / 1000);

function upsert(key: Record<string, unknown>, text: string, id = 'A1') {
  const data = {
    key: { id, fromMe: false, ...key },
    pushName: 'Nome que ninguém deve guardar',
    message: { conversation: text },
    messageType: 'conversation',
    messageTimestamp: SENT_AT,
  };
  return { event: 'messages.upsert', instance: 'loja', apikey: 'CHAVE', sender: OWN_JID, data };
}

describeEachDatabase('what is stored of a webhook', create => {
  let database: TestDatabase;
  let config: EvolutionConfig;

  beforeEach(async () => {
    database = await create();
    config = await saveInstance(database.em);
    const em = database.em;
    const at = Temporal.Instant.from(NOW);
    const lid = '200000000000001@lid';
    const phone = '+5541990010001';
    em.create(Admin, { name: 'Olga', phone, phoneKey: phone, lid, role: 'owner', createdAt: at, updatedAt: at });
    await em.flush();
  });
  afterEach(() => database.close());

  const store = (body: unknown, options: { selfChat?: boolean } = {}) =>
    storeWebhook(
      {
        ...{ em: database.em, clock: fixedClock(NOW), selfChat: options.selfChat ?? true },
        insert: rows => insertEvents(database.em, rows),
        isKnownSend: createKnownSends(database.em),
      },
      config,
      parseWebhook(body),
    );
  const rows = () => database.em.find(InboxEvent, {}, { orderBy: { id: 'asc' } });

  test('an admin’s message is kept with its words', async () => {
    expect(await store(upsert({ remoteJid: ADMIN }, '/status'))).toEqual({ stored: 1 });
    const [row] = await rows();
    expect([row?.kind, row?.payload.text, row?.chatKey]).toEqual(['message', '/status', '+5541990010001']);
  });

  test.for([
    ['by phone without the ninth digit', { remoteJid: '554190010001@s.whatsapp.net' }],
    ['by a LID that is known', { remoteJid: '200000000000001@lid' }],
    ['by a LID with the phone beside it', { remoteJid: '200000000000099@lid', remoteJidAlt: ADMIN }],
  ] as const)('an admin is known %s', async ([, key]) => {
    expect(await store(upsert(key, '/status'))).toEqual({ stored: 1 });
  });

  test.for([
    ['a stranger’s message', { remoteJid: STRANGER }, 'segredo: /status'],
    ['a stranger’s message in a group', { remoteJid: GROUP, participant: STRANGER }, '/status segredo'],
    ['an admin’s chatter in a group', { remoteJid: GROUP, participant: ADMIN }, 'segredo da família'],
    ['what the owner writes to others', { remoteJid: STRANGER, fromMe: true }, '/status segredo'],
    ['an opt-out word in a group', { remoteJid: GROUP, participant: STRANGER }, 'SAIR'],
  ] as const)('%s leaves nothing behind', async ([, key, text]) => {
    expect(await store(upsert(key, text))).toEqual({ stored: 0 });
    expect(await rows()).toEqual([]);
  });

  test('an admin’s command in a group is kept, with a slash or an exclamation mark', async () => {
    await store(upsert({ remoteJid: GROUP, participant: ADMIN }, '/status', 'A1'));
    await store(upsert({ remoteJid: GROUP, participant: ADMIN }, '!status', 'A2'));
    expect((await rows()).map(row => row.payload.text)).toEqual(['/status', '!status']);
  });

  test('of a stranger who opts out only who and which way is kept', async () => {
    await store(upsert({ remoteJid: '200000000000077@lid', remoteJidAlt: STRANGER }, 'Parar!'));
    const [row] = await rows();
    expect(row?.kind).toBe('opt_word');
    expect(row?.payload).toEqual({
      word: 'out',
      chatJid: '200000000000077@lid',
      phone: '+5541990019999',
      lid: '200000000000077@lid',
    });
    expect(JSON.stringify(row?.payload)).not.toMatch(/Parar|Nome que/);
  });

  test('what the owner writes to herself is kept where SELF_CHAT allows it', async () => {
    const toSelf = upsert({ remoteJid: OWN_JID, fromMe: true }, '/status');
    expect(await store(toSelf, { selfChat: false })).toEqual({ stored: 0 });
    expect(await store(toSelf)).toEqual({ stored: 1 });
  });

  test('the same event fifty times at once is one', async () => {
    const body = upsert({ remoteJid: ADMIN }, '/status');
    const results = await Promise.all(Array.from({ length: 50 }, () => store(body)));
    expect(results.reduce((sum, { stored }) => sum + stored, 0)).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  test('the instance’s key reaches no row', async () => {
    await store(upsert({ remoteJid: ADMIN }, '/status'));
    await store({ event: 'connection.update', instance: 'loja', apikey: 'CHAVE', data: { state: 'open' } });
    const stored = await rows();
    expect(stored).toHaveLength(2);
    expect(JSON.stringify(stored.map(row => row.payload))).not.toContain('CHAVE');
  });

  describe('other events', () => {
    const key = { id: 'B1', fromMe: true, remoteJid: STRANGER };
    test.for([
      ['send.message', { key, message: { conversation: 'oi' }, messageTimestamp: SENT_AT }, 'sent', 'sent:B1'],
      ['messages.update', { keyId: 'B1', fromMe: true, status: 'READ' }, 'receipt', 'receipt:B1'],
      ['connection.update', { state: 'open', statusReason: 200 }, 'connection', 'connection'],
      ['groups.upsert', [{ id: GROUP, subject: 'Vendas', participants: [] }], 'groups', `group:${GROUP}`],
      [
        'group-participants.update',
        { id: GROUP, action: 'remove', participants: [{ id: STRANGER }] },
        'participants',
        `group:${GROUP}`,
      ],
    ] as const)('%s', async ([event, data, kind, lane]) => {
      expect(await store({ event, instance: 'loja', data })).toEqual({ stored: 1 });
      const [row] = await rows();
      expect([row?.kind, row?.chatKey, row?.status]).toEqual([kind, lane, 'pending']);
    });

    test('one that nobody knows is nothing', async () => {
      expect(await store({ event: 'presence.update', instance: 'loja', data: {} })).toEqual({ stored: 0 });
    });
  });
});
