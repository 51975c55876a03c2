import { describe, expect, test } from 'vitest';
import { listText, momentText, parseAmount, parseDate, phoneText } from '../../src/templates/portuguese.ts';

describe('amounts as Brazilians type them', () => {
  test.for<[string, number | null]>([
    ['150', 150],
    ['89,9', 89.9],
    ['89.90', 89.9],
    ['1.234', 1234],
    ['1.234.567,89', 1234567.89],
    ['R$ 1.234,50', 1234.5],
    ['-5', -5],
    ['1,234', null],
    ['12.34.56', null],
    ['1.23,4', null],
    ['1e3', null],
    ['cem', null],
    ['', null],
  ])('%s → %s', ([typed, amount]) => {
    expect(parseAmount(typed)).toBe(amount);
  });
});

describe('dates as typed', () => {
  test.for<[string, string | null]>([
    ['25/12/2026', '2026-12-25'],
    ['5/1/2027', '2027-01-05'],
    ['2026-12-25', '2026-12-25'],
    ['29/02/2027', null],
    ['29/02/2028', '2028-02-29'],
    ['25/12', null],
    ['12-25-2026', null],
    ['', null],
  ])('%s → %s', ([typed, iso]) => {
    expect(parseDate(typed)?.toString() ?? null).toBe(iso);
  });
});

test.for<[string[], string]>([
  [[], ''],
  [['Ana'], 'Ana'],
  [['Ana', 'Bia'], 'Ana e Bia'],
  [['Ana', 'Bia', 'Caio'], 'Ana, Bia e Caio'],
])('%o are told as “%s”', ([items, text]) => {
  expect(listText(items)).toBe(text);
});

test.for([
  ['+5511987654321', '(11) 98765-4321'],
  ['+551132654321', '(11) 3265-4321'],
  ['+14155552671', '+14155552671'],
] as const)('the phone %s is told as %s', ([phone, text]) => {
  expect(phoneText(phone)).toBe(text);
});

test('a moment of another year tells its year', () => {
  const today = Temporal.PlainDate.from('2026-12-31');
  const moment = (iso: string) => momentText(Temporal.Instant.from(iso).toZonedDateTimeISO('America/Sao_Paulo'), today);
  expect(moment('2026-12-31T12:00:00Z')).toBe('qui 31/12 às 09:00');
  expect(moment('2027-01-01T12:00:20Z')).toBe('sex 01/01/2027 às 09:00:20');
});
