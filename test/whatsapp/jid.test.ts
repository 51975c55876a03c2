import { describe, expect, test } from 'vitest';
import { canonicalJid, jidKind, jidOfPhone, phoneOfJid } from '../../src/whatsapp/jid.ts';

describe('an address', () => {
  test.for([
    ['5541996600101@s.whatsapp.net', 'user', '+5541996600101'],
    ['5541996600101:23@s.whatsapp.net', 'user', '+5541996600101'],
    ['5541996600101_1:23@s.whatsapp.net', 'user', '+5541996600101'],
    ['5541996600101@c.us', 'user', '+5541996600101'],
    ['5541996600101', 'user', '+5541996600101'],
    ['14155550123@s.whatsapp.net', 'user', '+14155550123'],
    ['777000111222333@lid', 'lid', null],
    ['777000111222333:4@lid', 'lid', null],
    ['120363555000111222@g.us', 'group', null],
    ['5541996600101-1420070400@g.us', 'group', null],
    ['status@broadcast', 'broadcast', null],
    ['1420070400@broadcast', 'broadcast', null],
    ['120363555000111333@newsletter', 'newsletter', null],
    ['somebody', 'unknown', null],
    ['somebody@elsewhere', 'unknown', null],
    ['x@__proto__', 'unknown', null],
    ['', 'unknown', null],
  ] as const)('%s is a %s with phone %s', ([jid, kind, phone]) => {
    expect(jidKind(jid)).toBe(kind);
    expect(phoneOfJid(jid)).toBe(phone);
  });

  test.for([
    ['5541996600101:23@s.whatsapp.net', '5541996600101@s.whatsapp.net'],
    [' 5541996600101@S.WhatsApp.net ', '5541996600101@s.whatsapp.net'],
    ['5541996600101', '5541996600101@s.whatsapp.net'],
    ['777000111222333:4@lid', '777000111222333@lid'],
    ['5541996600101-1420070400@g.us', '5541996600101-1420070400@g.us'],
  ])('%s is spelt %s', ([raw, spelt]) => {
    expect(canonicalJid(raw!)).toBe(spelt);
  });

  test('of a phone has its digits only', () => {
    expect(jidOfPhone('+55 (41) 99660-0101')).toBe('5541996600101@s.whatsapp.net');
  });
});
