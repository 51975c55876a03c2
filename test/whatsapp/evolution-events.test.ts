import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventNameFromPath, parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { eventFromJson, eventKey, eventToJson, withoutWords } from '../../src/whatsapp/stored-events.ts';
import { BAZAR, BOT, BOT_LID, DORA, DORA_LID, envelope, GROUP_KEY, IURI_LID, item, NOON_SECONDS } from './payloads.ts';

const NOON = Temporal.Instant.from('2026-11-24T12:00:00Z');
const only = (event: string, data: unknown) => {
  const parsed = parseWebhook(envelope(event, data));
  expect(parsed.ignored).toBeNull();
  expect(parsed.events).toHaveLength(1);
  return parsed.events[0]!;
};
const message = (data: unknown) => {
  const event = only('messages.upsert', data);
  if (event.kind !== 'message') throw new Error(event.kind);
  return event;
};

describe('messages.upsert', () => {
  test('in private: the other side is the author, by both addresses', () => {
    expect(message(item({ conversation: '/agenda' }))).toEqual({
      kind: 'message',
      id: 'ACD0RA0001',
      chatJid: DORA,
      chatAltJid: DORA_LID,
      fromMe: false,
      authorJid: DORA,
      authorAltJid: DORA_LID,
      isGroup: false,
      text: '/agenda',
      quotedId: null,
      quotedText: null,
      reaction: null,
      mentions: [],
      media: null,
      contactCards: [],
      sentAt: NOON,
      pushName: 'Dora',
      type: 'conversation',
    });
  });

  test('in a group: the participant is the author', () => {
    const group = message(item({ conversation: '/agenda aqui' }, { key: GROUP_KEY }));
    expect(group).toMatchObject({ chatJid: BAZAR, isGroup: true, authorJid: DORA_LID, authorAltJid: DORA });
  });

  test('of our own: the chat is whom we wrote to, and nobody there is the author', () => {
    const own = message(item({ conversation: 'oi' }, { key: { fromMe: true }, pushName: 'Você' }));
    expect(own).toMatchObject({ fromMe: true, chatJid: DORA, authorJid: null, authorAltJid: null, pushName: null });
  });

  test.for([
    ['senderPn', { remoteJid: DORA_LID, remoteJidAlt: undefined, senderPn: DORA }],
    ['previousRemoteJid', { remoteJid: DORA_LID, remoteJidAlt: undefined, previousRemoteJid: DORA }],
    ['a device in the address', { remoteJid: '888000000000202:7@lid', remoteJidAlt: '554188880202:7@s.whatsapp.net' }],
  ] as const)('older versions say it otherwise: %s', ([, key]) => {
    expect(message(item({}, { key }))).toMatchObject({ chatJid: DORA_LID, chatAltJid: DORA });
  });

  test.for([
    [NOON_SECONDS],
    [String(NOON_SECONDS)],
    [{ low: NOON_SECONDS, high: 0, unsigned: true }],
    [{ low: NOON_SECONDS | 0, high: 0, unsigned: false }],
    [NOON_SECONDS + 0.9],
  ])('the time %j is noon, in whole seconds', ([messageTimestamp]) => {
    expect(message(item({}, { messageTimestamp })).sentAt.equals(NOON)).toBe(true);
  });

  test('the halves of a 64-bit time are put together, a negative low one too', () => {
    const seconds = 2 ** 32 + 3_000_000_000;
    const halves = { low: 3_000_000_000 | 0, high: 1, unsigned: false };
    expect(message(item({}, { messageTimestamp: halves })).sentAt.epochMilliseconds).toBe(seconds * 1000);
  });

  test.for([['status@broadcast'], ['120363777000000099@newsletter'], ['anything']])('%s is no chat', ([remoteJid]) => {
    const parsed = parseWebhook(envelope('messages.upsert', item({ conversation: 'oi' }, { key: { remoteJid } })));
    expect(parsed).toMatchObject({ events: [], ignored: 'not_a_chat' });
  });

  test('a list of items is read whole, past the ones that cannot be', () => {
    const parsed = parseWebhook(envelope('messages.upsert', [item({}), { key: {} }, item({}, { key: { id: 'B' } })]));
    expect(parsed.events.map(event => eventKey(event))).toEqual([
      `upsert:ACD0RA0001:false:${DORA}`,
      `upsert:B:false:${DORA}`,
    ]);
    expect(parsed.ignored).toBe('malformed');
  });
});

test('send.message proves a send, in the simulation channel too', () => {
  const key = { id: '3EB0FEED', fromMe: true, remoteJid: '5541996600101' };
  expect(only('send.message', { key, message: { conversation: 'Bom dia!' }, messageTimestamp: NOON_SECONDS })).toEqual({
    kind: 'sent',
    id: '3EB0FEED',
    chatJid: '5541996600101@s.whatsapp.net',
    chatAltJid: null,
    text: 'Bom dia!',
    sentAt: NOON,
    type: 'unknown',
  });
});

describe('messages.update', () => {
  const row = { keyId: '3EB0FEED', remoteJid: DORA_LID, fromMe: true, messageId: 'cm0row' };
  test.for([
    ['ERROR', 'error'],
    ['PENDING', 'pending'],
    ['SERVER_ACK', 'server_ack'],
    ['DELIVERY_ACK', 'delivery_ack'],
    ['READ', 'read'],
    ['PLAYED', 'played'],
    ['FAILED', 'error'],
    ['SENT', 'server_ack'],
    ['DELIVERED', 'delivery_ack'],
  ] as const)('%s is %s', ([written, status]) => {
    const receipt = only('messages.update', { ...row, status: written });
    expect(receipt).toEqual({ kind: 'receipt', messageId: '3EB0FEED', status, fromMe: true });
    expect(eventKey(receipt)).toBe(`update:3EB0FEED:${status}`);
  });

  test.for([['DELETED'], ['EDITED'], ['constructor']])('%s is no news', ([status]) => {
    expect(parseWebhook(envelope('messages.update', { ...row, status }))).toMatchObject({
      events: [],
      ignored: 'no_news',
    });
  });
});

describe('connection.update', () => {
  test.for([
    [{ state: 'open', statusReason: 200, wuid: '5541990000900:3@s.whatsapp.net' }, 200, BOT],
    [{ state: 'connecting', statusReason: 200 }, 200, null],
    [{ state: 'close', statusReason: 401, wuid: null }, 401, null],
    [{ state: 'refused', statusReason: 'x' }, null, null],
  ] as const)('%j', ([data, statusReason, ownJid]) => {
    const event = only('connection.update', { instance: 'bazar-bot', ...data });
    expect(event).toEqual({ kind: 'connection', state: data.state, statusReason, ownJid });
    expect(eventKey(event)).toBeNull();
  });
});

describe('groups', () => {
  const dora = { jid: DORA_LID, phone: '+554188880202', lid: DORA_LID, admin: 'superadmin' };

  test('groups.upsert: members by both addresses, whichever way round', () => {
    const participants = [
      { id: DORA_LID, phoneNumber: DORA, admin: 'superadmin' },
      { id: BOT, lid: BOT_LID, admin: null },
      { jid: IURI_LID, admin: 'surprise' },
      IURI_LID,
      { admin: 'admin' },
    ];
    const iuri = { jid: IURI_LID, phone: null, lid: IURI_LID, admin: null };
    const bot = { jid: BOT, phone: '+5541990000900', lid: BOT_LID, admin: null };
    const event = only('groups.upsert', [{ id: BAZAR, subject: 'Bazar', announce: true, participants }]);
    expect(event).toEqual({
      kind: 'groups',
      groups: [{ jid: BAZAR, subject: 'Bazar', announce: true, participants: [dora, bot, iuri, iuri] }],
    });
    expect(eventKey(event)).toBeNull();
  });

  test('a group may be named by its address alone', () => {
    expect(only('groups.upsert', { id: BAZAR })).toEqual({
      kind: 'groups',
      groups: [{ jid: BAZAR, subject: '', announce: null, participants: [] }],
    });
  });

  test.for([
    ['objects', { participants: [{ id: DORA_LID, phoneNumber: DORA, admin: null }] }],
    ['addresses', { participants: [DORA_LID], participantsData: [{ jid: DORA_LID, phoneNumber: DORA, name: 'Dora' }] }],
  ] as const)('group-participants.update with %s', ([, members]) => {
    expect(only('group-participants.update', { id: BAZAR, action: 'remove', ...members })).toEqual({
      kind: 'participants',
      groupJid: BAZAR,
      action: 'remove',
      participants: [{ ...dora, admin: null }],
    });
  });
});

describe('a body that is of no use is ignored, with the reason', () => {
  const item1 = item({ conversation: 'oi' });
  test.for([
    [null, 'not_an_event'],
    ['text', 'not_an_event'],
    [[], 'not_an_event'],
    [{ data: {} }, 'not_an_event'],
    [{ event: 7 }, 'not_an_event'],
    [envelope('presence.update', { id: DORA }), 'unknown_event'],
    [envelope('messages.edited', { type: 'APP_STATE_SYNC_KEY_SHARE' }), 'unknown_event'],
    [envelope('logout.instance', null), 'unknown_event'],
    [envelope('toString', {}), 'unknown_event'],
    [envelope('messages.upsert', null), 'malformed'],
    [envelope('messages.upsert', { ...item1, key: undefined }), 'malformed'],
    [envelope('messages.upsert', { ...item1, messageTimestamp: undefined }), 'malformed'],
    [envelope('messages.upsert', { ...item1, messageTimestamp: 1e300 }), 'malformed'],
    [envelope('messages.upsert', item({}, { key: { id: 'x'.repeat(101) } })), 'malformed'],
    [envelope('messages.upsert', item({}, { key: { remoteJid: '@lid'.padStart(65, '5') } })), 'malformed'],
    [envelope('messages.upsert', { ...item1, messageTimestamp: 253_402_300_800 }), 'malformed'],
    [envelope('messages.update', { status: 'READ' }), 'malformed'],
    [envelope('send.message', { key: { id: 'x' } }), 'malformed'],
    [envelope('connection.update', { state: 'asleep' }), 'malformed'],
    [envelope('groups.upsert', [{ id: DORA, subject: 'no group' }]), 'malformed'],
    [envelope('group-participants.update', { id: BAZAR, action: 'praise', participants: [] }), 'malformed'],
  ] as const)('%j', ([body, reason]) => {
    expect(parseWebhook(body)).toMatchObject({ events: [], ignored: reason });
  });

  test('whatever it is: nothing throws', () => {
    const names = fc.constantFrom(
      'messages.upsert',
      'send.message',
      'messages.update',
      'groups.upsert',
      'connection.update',
    );
    fc.assert(
      fc.property(names, fc.anything(), fc.anything(), (event, data, messageTimestamp) => {
        expect(parseWebhook(envelope(event, data)).event).toBe(event);
        const key = { id: 'x', remoteJid: DORA };
        expect(parseWebhook(envelope(event, { key, message: data, messageTimestamp })).event).toBe(event);
      }),
    );
  });
});

describe('the event in the URL', () => {
  test.for([
    ['messages-upsert', 'messages.upsert'],
    ['send-message', 'send.message'],
    ['group-participants-update', 'group-participants.update'],
    ['typebot-change-status', 'typebot.change-status'],
    ['Connection-Update', 'connection.update'],
    ['something-new', 'something.new'],
  ])('%s means %s', ([segment, event]) => {
    expect(eventNameFromPath(segment!)).toBe(event);
  });

  test('counts only where the body has none', () => {
    const { event: _, ...nameless } = envelope('connection.update', { state: 'open' });
    expect(parseWebhook(nameless, 'connection.update').events).toHaveLength(1);
    expect(parseWebhook(envelope('connection.update', { state: 'open' }), 'groups.upsert').event).toBe(
      'connection.update',
    );
  });
});

test('the longest key fits the column that holds it', () => {
  const remoteJid = '@s.whatsapp.net'.padStart(64, '5');
  const key = eventKey(message(item({}, { key: { id: 'x'.repeat(100), remoteJid } })));
  expect(key!.length).toBeGreaterThan(170);
  expect(key!.length).toBeLessThanOrEqual(191);
});

describe('what the inbox stores', () => {
  test('is read back as it was, instants too', () => {
    const events = [
      message(item({ conversation: 'oi' })),
      only('messages.update', { keyId: '3EB0', status: 'READ', fromMe: true }),
      only('groups.upsert', { id: BAZAR, subject: 'Bazar' }),
    ];
    const stored = JSON.parse(JSON.stringify(events.map(eventToJson))) as Record<string, unknown>[];
    expect(stored.map(eventFromJson)).toEqual(events);
    expect(JSON.stringify(stored)).not.toContain('CHAVE');
  });

  test('has no null character, which nobody types and SQLite cannot take', () => {
    expect(eventToJson(message(item({ conversation: '/status\0' })))).toMatchObject({ text: '/status' });
  });

  test("of a stranger's message is who, where and when, and no word of it", () => {
    const quote = { stanzaId: '3EBSEGREDO', quotedMessage: { conversation: 'segredo' }, mentionedJid: [IURI_LID] };
    const full = message(item({ conversation: 'segredo' }, { contextInfo: quote, pushName: 'segredo' }));
    const kept = withoutWords(full);
    expect(JSON.stringify(eventToJson(kept)).toLowerCase()).not.toMatch(/segredo|888000000000303/);
    const { id, chatJid, chatAltJid, authorJid, sentAt } = full;
    expect(kept).toMatchObject({ id, chatJid, chatAltJid, authorJid, sentAt });
    expect(eventKey(kept)).toBe(eventKey(full));
  });
});
