import { expect, test } from 'vitest';
import { comingOwnHour } from '../../src/schedule/own-hour.ts';
import { parseWhen } from '../../src/schedule/parse-command.ts';

const timezone = 'America/Sao_Paulo';
const now = Temporal.Instant.from('2026-11-24T10:00:00-03:00'); // a Tuesday

test.for([
  ['todo dia às 9h', '2026-11-25T09:00'],
  ['hoje às 14h30', '2026-11-25T14:30'],
  ['todo dia às 18h, 9h e 12h', '2026-11-25T09:00'],
  ['toda terça às 18h', '2026-11-25T18:00'],
  ['toda terça e quarta às 9h e 18h', '2026-11-25T09:00'],
  ['todo dia 5 às 7h45', '2026-11-25T07:45'],
  ['de hora em hora das 8h às 20h', '2026-11-25T08:00'],
  ['a cada 2 horas', '2026-11-25T00:00'],
  ['todo dia à meia-noite', '2026-11-25T00:00'],
  ['todo dia às 23h59', '2026-11-25T23:59'],
  ['todo dia às 9h exceto 25/11', '2026-11-26T09:00'],
  ['todo dia às 9h exceto quarta e quinta', '2026-11-27T09:00'],
  ['todo dia às 11h até 24/11', '2026-11-25T11:00'],
] as const)('%s goes on at %s', ([when, goesOn]) => {
  const { rule, anchor } = parseWhen(when, { now, timezone });
  const at = comingOwnHour({ rule: rule!, anchor: anchor!, timezone }, Temporal.Instant.from('2026-11-25T03:00:00Z'));
  expect(at.toZonedDateTimeISO(timezone).toPlainDateTime().toString({ smallestUnit: 'minute' })).toBe(goesOn);
});

test('not on a holiday that the rule leaves out', () => {
  const { rule, anchor } = parseWhen('todo dia às 9h sem feriados', { now, timezone });
  const christmas = Temporal.Instant.from('2026-12-25T03:00:00Z');
  expect(
    comingOwnHour({ rule: { ...rule!, exclude: ['HOLIDAYS'] }, anchor: anchor!, timezone }, christmas).toString(),
  ).toBe('2026-12-26T12:00:00Z');
});

test('in the schedule’s own zone, from an instant on', () => {
  const { rule, anchor } = parseWhen('todo dia às 23h30', { now, timezone: 'America/Manaus' });
  const timed = { rule: rule!, anchor: anchor!, timezone: 'America/Manaus' };
  // Midnight in São Paulo is 23:00 in Manaus.
  expect(comingOwnHour(timed, Temporal.Instant.from('2026-11-25T03:00:00Z')).toString()).toBe('2026-11-25T03:30:00Z');
});
