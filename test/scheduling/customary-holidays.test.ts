import { expect, test } from 'vitest';
import { parseWhen } from '../../src/schedule/parse-when.ts';
import { customaryHolidays } from '../../src/scheduling/customary-holidays.ts';

const timezone = 'America/Sao_Paulo';
const now = Temporal.Instant.from('2026-11-24T13:00:00Z');

function told(when: string, at = now) {
  const { rule, anchor } = parseWhen(when, { now: at, timezone });
  const [remark] = customaryHolidays({ rule: rule!, anchor: anchor!, timezone }, at);
  if (!remark) return [];
  const { carnival, corpus_christi: corpusChristi } = remark.details as Record<string, Temporal.Instant[]>;
  return [...carnival!, ...corpusChristi!].map(instant =>
    instant.toZonedDateTimeISO(timezone).toPlainDate().toString(),
  );
}

test.for([
  ['todo dia 9h sem feriados', ['2027-02-08', '2027-02-09', '2027-05-27']],
  ['dias úteis 9h', ['2027-02-08', '2027-02-09', '2027-05-27']],
  ['toda segunda 9h sem feriados', ['2027-02-08']],
  ['toda quinta 9h sem feriados', ['2027-05-27']],
  ['todo dia 9h sem feriados e carnaval', ['2027-05-27']],
  ['todo dia 9h sem feriados, carnaval e corpus christi', []],
  ['todo dia 9h sem feriados até 31/12', []],
  ['todo dia 9h', []],
  ['toda quarta 9h sem feriados', []],
  ['25/12 9h', []],
] as const)('%s is sent on the holidays of custom %j', ([when, expected]) => {
  expect(told(when)).toEqual(expected);
});

test('those that have passed this year are the ones of the next', () => {
  expect(told('todo dia 9h sem feriados', Temporal.Instant.from('2027-03-01T12:00:00Z'))).toEqual([
    ...['2028-02-28', '2028-02-29'],
    '2027-05-27',
  ]);
});
