import { describe, expect, test } from 'vitest';
import { canonicalJid, hasWhatsApp, jidFromNumber, lidOf } from '../../src/simulator/gateway-jid.ts';

describe('a number as Evolution reads it', () => {
  test.for([
    ['5511987654321', '5511987654321@s.whatsapp.net'],
    ['5531987654321', '553187654321@s.whatsapp.net'],
    ['5531967654321', '5531967654321@s.whatsapp.net'],
    ['551187654321', '551187654321@s.whatsapp.net'],
    ['+55 (31) 98765-4321', '553187654321@s.whatsapp.net'],
    ['5215512345678', '525512345678@s.whatsapp.net'],
    ['120363000000000011', '120363000000000011@g.us'],
    ['5511987654321-1600000000', '5511987654321-1600000000@g.us'],
    ['5531987654321@s.whatsapp.net', '5531987654321@s.whatsapp.net'],
    ['200000000000001@lid', '200000000000001@lid'],
  ] as const)('%s → %s', ([number, jid]) => {
    expect(jidFromNumber(number)).toBe(jid);
  });
});

describe('a number as WhatsApp knows it', () => {
  test.for([
    ['551187654321', '5511987654321@s.whatsapp.net'],
    ['5531987654321', '553187654321@s.whatsapp.net'],
    ['553187654321', '553187654321@s.whatsapp.net'],
    ['351912345678', '351912345678@s.whatsapp.net'],
  ] as const)('%s → %s', ([digits, jid]) => {
    expect(canonicalJid(digits)).toBe(jid);
  });
});

test.for([
  ['5511987654321', true],
  ['5511900009999', false],
  ['11987654321', false],
  ['123', false],
] as const)('%s is on WhatsApp: %s', ([digits, is]) => {
  expect(hasWhatsApp(digits)).toBe(is);
});

test('a LID has 15 digits, is always the same, and differs between people', () => {
  expect(lidOf('5511900000011')).toMatch(/^\d{15}@lid$/);
  expect(lidOf('5511900000011')).toBe(lidOf('5511900000011'));
  expect(lidOf('5511900000011')).not.toBe(lidOf('5511900000012'));
});
