import { expect, test } from 'vitest';
import { parsePostponement } from '../../src/schedule/parse-postponement.ts';

/** It is Tuesday, 10:00; the send is on Thursday at 09:00. */
const context = {
  now: Temporal.Instant.from('2026-11-24T13:00:00Z'),
  due: Temporal.Instant.from('2026-11-26T12:00:00Z'),
  timezone: 'America/Sao_Paulo',
};
const read = (text: string) => parsePostponement(text, context);

test.for([
  ['30 minutos', '2026-11-26T09:30'],
  ['30min', '2026-11-26T09:30'],
  ['por meia hora', '2026-11-26T09:30'],
  ['mais 1 hora', '2026-11-26T10:00'],
  ['uma hora e meia', '2026-11-26T10:30'],
  ['2 dias', '2026-11-28T09:00'],
  ['em uma semana', '2026-12-03T09:00'],
  ['15h', '2026-11-26T15:00'],
  ['para as 15h30', '2026-11-26T15:30'],
  ['8h', '2026-11-27T08:00'],
  ['amanhã 10h', '2026-11-25T10:00'],
  ['sexta', '2026-11-27T09:00'],
  ['para sexta às 14h', '2026-11-27T14:00'],
  ['30/11 8h', '2026-11-30T08:00'],
] as const)('%s → %s', ([text, expected]) => {
  expect(read(text).to?.toZonedDateTimeISO(context.timezone).toPlainDateTime().toString().slice(0, 16)).toBe(expected);
});

test.for(['', 'banana', 'todo dia 9h', '25h', 'amanhã 9h e 15h', '30 minutos banana'])('“%s” is no time', text => {
  expect(read(text).to).toBeNull();
});
