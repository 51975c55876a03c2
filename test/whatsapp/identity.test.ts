import { describe, expect, test } from 'vitest';
import { parseWebhook } from '../../src/whatsapp/evolution-events.ts';
import { authorIdentity, chatIdentity, isSelfChat, lidOfPhone } from '../../src/whatsapp/identity.ts';
import { BAZAR, BOT, BOT_LID, DORA, DORA_LID, envelope, GROUP_KEY, item } from './payloads.ts';

const messageWith = (key: Record<string, unknown>) => {
  const [event] = parseWebhook(envelope('messages.upsert', item({ conversation: 'oi' }, { key }))).events;
  if (event?.kind !== 'message') throw new Error('no message');
  return event;
};
/** Dora's phone, her account from before the ninth digit. */
const DORA_PHONE = '+5541988880202';

describe('the author', () => {
  test.for([
    ['by phone and LID', {}, [DORA_PHONE], DORA_LID],
    ['by LID and phone', { remoteJid: DORA_LID, remoteJidAlt: DORA }, [DORA_PHONE], DORA_LID],
    ['by LID alone', { remoteJid: DORA_LID, remoteJidAlt: undefined }, [], DORA_LID],
    ['by phone alone', { remoteJidAlt: undefined }, [DORA_PHONE], null],
    ['in a group', GROUP_KEY, [DORA_PHONE], DORA_LID],
    ['in a group that names nobody', { remoteJid: BAZAR, remoteJidAlt: undefined }, [], null],
    ['once, though the two spellings differ', { remoteJidAlt: '5541988880202@s.whatsapp.net' }, [DORA_PHONE], null],
  ] as const)('%s', ([, key, phones, lid]) => {
    expect(authorIdentity(messageWith(key))).toEqual({ phones, lid });
  });

  test('of what the owner writes to Dora is not Dora', () => {
    const own = messageWith({ fromMe: true });
    expect(authorIdentity(own)).toEqual({ phones: [], lid: null });
    expect(chatIdentity(own)).toEqual({ phones: [DORA_PHONE], lid: DORA_LID });
  });
});

describe('a message to oneself', () => {
  test.for([
    [true, 'own number', { fromMe: true, remoteJid: BOT, remoteJidAlt: undefined }],
    [true, 'own number behind a LID', { fromMe: true, remoteJid: BOT_LID, remoteJidAlt: BOT }],
    [true, 'own LID alone', { fromMe: true, remoteJid: BOT_LID, remoteJidAlt: undefined }],
    [true, 'own number without the ninth digit', { fromMe: true, remoteJid: '554190000900@s.whatsapp.net' }],
    [false, 'to another person', { fromMe: true }],
    [false, 'from another person', { fromMe: false }],
    [false, 'not by us, whatever the address says', { fromMe: false, remoteJid: BOT }],
    [false, 'to a group', { ...GROUP_KEY, fromMe: true, participant: BOT }],
  ] as const)('%s: %s', ([expected, , key]) => {
    expect(isSelfChat(messageWith(key), '5541990000900:3@s.whatsapp.net', BOT_LID)).toBe(expected);
  });

  test('by LID needs our LID to be known', () => {
    const lidOnly = messageWith({ fromMe: true, remoteJid: BOT_LID, remoteJidAlt: undefined });
    expect(isSelfChat(lidOnly, BOT)).toBe(false);
  });
});

test('our LID is learnt from a group that shows both', () => {
  const members = [
    { jid: DORA_LID, phone: DORA_PHONE, lid: DORA_LID, admin: null },
    { jid: BOT_LID, phone: '+5541990000900', lid: BOT_LID, admin: null },
  ];
  expect(lidOfPhone(members, '+5541990000900')).toBe(BOT_LID);
  expect(lidOfPhone(members, '+554188880202')).toBe(DORA_LID);
  expect(lidOfPhone(members, '+5541911112222')).toBeNull();
});
