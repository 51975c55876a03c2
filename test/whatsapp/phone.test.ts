import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { numberForGateway, phoneKey, phoneVariants, toE164 } from '../../src/whatsapp/phone.ts';

describe('the key of a phone', () => {
  test.for([
    ['554188880202', '+5541988880202', 'a mobile gets its ninth digit'],
    ['+5541988880202', '+5541988880202', 'one that has it keeps it'],
    ['551177770000', '+5511977770000', 'every first digit from 6 to 9 is a mobile'],
    ['554133330303', '+554133330303', 'a landline has eight digits'],
    ['+14155550123', '+14155550123', 'foreign phones are left alone'],
    ['+5491166660000', '+5491166660000', 'an Argentine phone that looks alike too'],
  ])('of %s is %s: %s', ([phone, key]) => {
    expect(phoneKey(phone!)).toBe(key);
  });

  const areaCode = fc.integer({ min: 11, max: 99 });
  const eightDigits = fc.integer({ min: 20_000_000, max: 99_999_999 });
  const typedPhone = fc
    .tuple(areaCode, eightDigits, fc.boolean())
    .map(([area, local, ninth]) => `+55${area}${ninth && local >= 60_000_000 ? '9' : ''}${local}`);

  test('is one for all spellings, is a spelling itself, and is its own key', () => {
    fc.assert(
      fc.property(typedPhone, phone => {
        const key = phoneKey(phone);
        const variants = phoneVariants(phone);
        expect(variants).toContain(phone);
        expect(variants[0]).toBe(key);
        expect(new Set(variants.map(phoneKey))).toEqual(new Set([key]));
        expect(phoneVariants(key)).toEqual(variants);
      }),
    );
  });

  test('differs for different people', () => {
    fc.assert(
      fc.property(typedPhone, typedPhone, (one, other) => {
        fc.pre(one.slice(-8) !== other.slice(-8));
        expect(phoneKey(one)).not.toBe(phoneKey(other));
      }),
    );
  });
});

test.for([
  ['+5541988880202', ['+5541988880202', '+554188880202']],
  ['+554188880202', ['+5541988880202', '+554188880202']],
  ['+554133330303', ['+554133330303']],
  ['+5541900000001', ['+5541900000001']], // no eight-digit mobile ever started with 0
] as const)('the variants of %s are %j', ([phone, variants]) => {
  expect(phoneVariants(phone)).toEqual(variants);
});

test('the gateway gets digits', () => {
  expect(numberForGateway('+55 (41) 98888-0202')).toBe('5541988880202');
});

describe('a typed phone', () => {
  test.for([
    ['41988880202', '+5541988880202'],
    ['(41) 98888-0202', '+5541988880202'],
    ['041 98888 0202', '+5541988880202'],
    ['0 15 41 98888-0202', '+5541988880202'],
    ['+55 41 98888-0202', '+5541988880202'],
    ['5541988880202', '+5541988880202'],
    ['00 55 41 98888-0202', '+5541988880202'],
    ['41 8888-0202', '+5541988880202'],
    ['554188880202', '+5541988880202'],
    ['41 3333-0303', '+554133330303'],
    ['55 98888-0202', '+5555988880202'], // area code 55 (Santa Maria), not the country
    ['\u202a+55 41 98888\u20110202\u202c', '+5541988880202'], // as copied from a contact
    ['+1 (415) 555-2671', '+14155552671'],
    ['+351 912 345 678', '+351912345678'],
  ])('%s is %s', ([typed, phone]) => {
    expect(toE164(typed!)).toBe(phone);
  });

  test.for([
    ['98888-0202', 'missing_ddd'],
    ['8888-0202', 'missing_ddd'],
    ['3333 0303', 'missing_ddd'],
    ['+55 98888-0202', 'missing_ddd'],
    ['', 'invalid_phone'],
    ['ana', 'invalid_phone'],
    ['190', 'invalid_phone'],
    ['ligue 41988880202', 'invalid_phone'],
    ['41 98888-02021', 'invalid_phone'],
    ['41 78888-02021', 'invalid_phone'], // nine digits that do not start with 9
    ['20 98888-0202', 'invalid_phone'], // no such area code
    ['0800 123 4567', 'invalid_phone'],
    ['+1 415 555', 'invalid_phone'],
    ['12036355500011122', 'invalid_phone'],
  ])('%j is refused: %s', ([typed, code]) => {
    expect(() => toE164(typed!)).toThrow(expect.objectContaining({ code, details: { typed } }) as UserError);
    expect(() => toE164(typed!)).toThrow(UserError);
  });

  test('is read in the country that is asked for', () => {
    expect(toE164('912 345 678', 'PT')).toBe('+351912345678');
  });
});
