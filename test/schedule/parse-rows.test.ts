import { describe, expect, test } from 'vitest';
import { score } from '../../bench/score.ts';
import { parseRow } from '../../src/schedule/parse-rows.ts';

const PINNED =
  'kind at rrule times start until count window exclude groups contacts numbers template vars text reason next total last'.split(
    ' ',
  );

describe('rows of the command line', () => {
  test('a row without a moment or a zone has the default ones', () => {
    const { id, result } = parseRow({ id: 7, text: 'hoje 11h grupo a modelo b' }, { phrase: false });
    expect([id, result.at, result.timezone]).toEqual([7, '2026-11-24T11:00', 'America/Sao_Paulo']);
    expect(
      parseRow({ text: 'agora', ref: '2027-01-02T03:04:00', tz: 'Europe/Lisbon' }, { phrase: true }).result,
    ).toMatchObject({ at: '2027-01-02T03:04', timezone: 'Europe/Lisbon' });
  });

  test.for(['amanhã 9h grupo a modelo b', 'todo dia 9h grupo a modelo b', 'blablá'])(
    '%s: every pinned key is there',
    text => {
      expect(Object.keys(parseRow({ text }, { phrase: false }).result)).toEqual(expect.arrayContaining(PINNED));
    },
  );

  test('a phrase misses nothing', () => {
    expect(parseRow({ text: 'todo dia' }, { phrase: true }).result).toMatchObject({
      kind: 'recurring',
      rrule: 'FREQ=DAILY',
      times: [],
      next: null,
    });
    expect(parseRow({ text: 'quinta' }, { phrase: true }).result).toMatchObject({ kind: 'once', at: '2026-11-26' });
  });
});

describe('the scorer', () => {
  const row = (text: string, expect: unknown) =>
    JSON.stringify({ id: text, text, ref: '2026-11-24T10:00:00', tz: 'America/Sao_Paulo', expect });

  test('tells right, wrong, asked and refused apart', () => {
    const rows = [
      row('amanhã', '2026-11-25'),
      row('amanhã 9h', '2026-11-25T10:00'),
      row('sexta que vem', '2026-12-04'),
      row('31/02', '2026-03-03'),
      row('toda segunda 9h', { rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '09:00' }),
    ];
    expect(score(rows.join('\n'))).toMatchObject({ rows: 5, right: 2, wrong: 1, asked: 1, refused: 1 });
  });

  test('a command that should be refused and is scheduled is wrong', () => {
    const expected = {
      kind: 'ask',
      reason: 'missing_time',
      groups: ['a'],
      contacts: [],
      numbers: [],
      template: 'b',
      vars: {},
      text: null,
    };
    expect(score(row('amanhã grupo a modelo b', expected))).toMatchObject({ right: 1 });
    expect(score(row('amanhã 9h grupo a modelo b', expected))).toMatchObject({ right: 0, wrong: 1 });
  });
});
