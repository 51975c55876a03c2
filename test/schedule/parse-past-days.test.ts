import { expect, test } from 'vitest';
import { parsePastDays } from '../../src/schedule/parse-past-days.ts';

/** A Tuesday. */
const TODAY = Temporal.PlainDate.from('2026-11-24');

test.for([
  ['hoje', '2026-11-24', '2026-11-24'],
  ['ontem', '2026-11-23', '2026-11-23'],
  ['anteontem', '2026-11-22', '2026-11-22'],
  ['10/11', '2026-11-10', '2026-11-10'],
  ['10/11/2025', '2025-11-10', '2025-11-10'],
  ['dia 10', '2026-11-10', '2026-11-10'],
  ['no dia 30', '2026-10-30', '2026-10-30'],
  ['30/11', '2025-11-30', '2025-11-30'],
  ['29/2', '2024-02-29', '2024-02-29'],
  ['20 de outubro', '2026-10-20', '2026-10-20'],
  ['terça', '2026-11-24', '2026-11-24'],
  ['terça passada', '2026-11-17', '2026-11-17'],
  ['última sexta', '2026-11-20', '2026-11-20'],
  ['na sexta', '2026-11-20', '2026-11-20'],
  ['natal', '2025-12-25', '2025-12-25'],
  ['10/11 a 15/11', '2026-11-10', '2026-11-15'],
  ['10 a 15/11', '2026-11-10', '2026-11-15'],
  ['de 10/11 até ontem', '2026-11-10', '2026-11-23'],
  ['do dia 10 ao dia 15', '2026-11-10', '2026-11-15'],
  ['20/11 a 30/11', '2026-11-20', '2026-11-30'],
  ['20/12 a 5/1', '2025-12-20', '2026-01-05'],
  ['entre 10/11 e 15/11', '2026-11-10', '2026-11-15'],
  ['de ontem a hoje', '2026-11-23', '2026-11-24'],
  ['desde 10/11', '2026-11-10', '2026-11-24'],
] as const)('“%s” is from %s to %s', ([words, first, last]) => {
  const days = parsePastDays(words, TODAY);
  expect(days && [days.first.toString(), days.last.toString()]).toEqual([first, last]);
});

test('an hour beside one day means that minute', () => {
  expect(parsePastDays('ontem às 9h30', TODAY)?.time?.toString()).toBe('09:30:00');
});

test.for(['', 'oi', 'todo dia', 'ontem e sexta', '31/2', 'ontem 9h e 10h', '10/11 a 15/11 9h', '9h', 'ontem de manhã'])(
  '“%s” is no days that have been',
  words => expect(parsePastDays(words, TODAY)).toBeNull(),
);
