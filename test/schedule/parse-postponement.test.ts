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
  ['amanhã 10h', '2026-11-25T10:00'],
  ['sexta', '2026-11-27T09:00'],
  ['para sexta às 14h', '2026-11-27T14:00'],
  ['30/11 8h', '2026-11-30T08:00'],
  ['por 2h', '2026-11-26T11:00'],
  ['mais 2h', '2026-11-26T11:00'],
  ['+2h', '2026-11-26T11:00'],
  ['em 1h30', '2026-11-26T10:30'],
  ['por mais 2 hs', '2026-11-26T11:00'],
  ['mais 1:30', '2026-11-26T10:30'],
  ['mais 2h e 30', '2026-11-26T11:30'],
  ['2h a mais', '2026-11-26T11:00'],
  ['2 horas', '2026-11-26T11:00'],
  ['duas horas e meia', '2026-11-26T11:30'],
  ['1,5 horas', '2026-11-26T10:30'],
  ['1 hora e 20 minutos', '2026-11-26T10:20'],
  ['2 dias e 3 horas', '2026-11-28T12:00'],
  ['1 dia e meio', '2026-11-27T21:00'],
  ['48h', '2026-11-28T09:00'],
  ['um mês', '2026-12-26T09:00'],
  ['12h', '2026-11-26T12:00'],
  ['às 10h', '2026-11-26T10:00'],
  ['pra 10h', '2026-11-26T10:00'],
  ['para as 15', '2026-11-26T15:00'],
  ['2 da tarde', '2026-11-26T14:00'],
  ['meia-noite', '2026-11-27T00:00'],
  ['daqui a 3 dias', '2026-11-27T09:00'],
  ['para daqui a 72 horas', '2026-11-27T10:00'],
  ['amanhã 2h', '2026-11-25T02:00'],
] as const)('%s → %s', ([text, expected]) => {
  expect(read(text).to?.toZonedDateTimeISO(context.timezone).toPlainDateTime().toString().slice(0, 16)).toBe(expected);
});

const local = (instant: Temporal.Instant | null | undefined) =>
  instant?.toZonedDateTimeISO(context.timezone).toPlainDateTime().toString().slice(0, 16) ?? null;

test.for([
  ['2h', '2026-11-26T11:00', '2026-11-27T02:00'],
  ['2 hs', '2026-11-26T11:00', '2026-11-27T02:00'],
  ['1h30', '2026-11-26T10:30', '2026-11-27T01:30'],
  ['1:30', '2026-11-26T10:30', '2026-11-27T01:30'],
  ['8h', '2026-11-26T17:00', '2026-11-27T08:00'],
  ['pra 2h', '2026-11-26T11:00', '2026-11-27T02:00'],
  ['para 2 horas', '2026-11-26T11:00', '2026-11-27T02:00'],
  ['15 horas', '2026-11-27T00:00', '2026-11-26T15:00'],
] as const)('%s may be %s as well as %s', ([text, amount, hour]) => {
  const { to, doubt } = read(text);
  expect([to, local(doubt?.amount), local(doubt?.hour)]).toEqual([null, amount, hour]);
});

test.for(['às 8h', 'para as 8h', '8h da manhã', 'às 2h'])('%s has passed on that day: is it the next one?', text => {
  const { doubt } = read(text);
  expect(doubt?.amount).toBeNull();
  expect(local(doubt?.hour)).toMatch(/^2026-11-27/);
});

test.for(['-1 hora', '−30 min', '- 2h', 'menos 1 hora', '1 hora antes', 'meia hora mais cedo'])('%s is back', text => {
  expect(read(text)).toMatchObject({ to: null, doubt: null, isBack: true });
});

test.for(['', 'banana', 'todo dia 9h', '25h', 'amanhã 9h e 15h', '30 minutos banana'])('“%s” is no time', text => {
  expect(read(text).to).toBeNull();
});
