import { expect, describe as group, test } from 'vitest';
import { describe } from '../../src/schedule/describe.ts';
import { parseChange } from '../../src/schedule/parse-change.ts';
import { parseWhen } from '../../src/schedule/parse-when.ts';

const context = { now: Temporal.Instant.from('2026-11-24T13:00:00Z'), timezone: 'America/Sao_Paulo' };

function timed(phrase: string) {
  const { rule, anchor, timezone, problems } = parseWhen(phrase, context);
  if (!rule || !anchor) throw new Error(`no when: ${phrase} ${JSON.stringify(problems)}`);
  return { rule, anchor, timezone };
}
const change = (current: string, text: string) => parseChange(text, timed(current), context);
const when = (current: string, text: string) => {
  const { timed: changed, reading } = change(current, text);
  return changed ? describe(changed) : reading.reason;
};

group('only the part of the when that is named changes', () => {
  test.for([
    ['todo dia às 9h', '10h', 'todo dia às 10:00'],
    ['toda segunda e quinta às 8h', 'às 9h e às 15h', 'toda segunda e quinta às 09:00 e às 15:00'],
    ['toda segunda às 8h até 20/12', '9h30', 'toda segunda às 09:30 até 20/12/2026'],
    ['27/11 às 9h', '15h', 'sexta-feira, 27/11/2026 às 15:00'],
    ['27/11 às 9h', 'segunda', 'segunda-feira, 30/11/2026 às 09:00'],
    ['todo dia às 9h', 'toda sexta', 'toda sexta às 09:00'],
    ['toda sexta às 9h e às 14h', 'todo dia', 'todo dia às 09:00 e às 14:00'],
    ['todo dia às 9h', 'toda sexta 14h', 'toda sexta às 14:00'],
    ['todo dia às 9h', 'até 20/12', 'todo dia às 09:00 até 20/12/2026'],
    ['todo dia às 9h até 20/12', 'até 31/12', 'todo dia às 09:00 até 31/12/2026'],
    ['todo dia às 9h', 'exceto sábados', 'todo dia às 09:00 exceto sábado'],
    ['todo dia às 9h', 'amanhã 10h', 'quarta-feira, 25/11/2026 às 10:00'],
    ['a cada 2 horas', 'todo dia 9h', 'todo dia às 09:00'],
  ] as const)('%s, %s: %s', ([current, text, expected]) => {
    expect(when(current, text)).toBe(expected);
  });
});

test('the rhythm of every second week stays in its weeks', () => {
  const current = { ...timed('a cada 2 semanas na segunda às 9h'), anchor: '2026-11-16T09:00' };
  expect(parseChange('10h', current, context).timed?.anchor).toBe('2026-11-16T09:00');
});

test('what is not named is left alone', () => {
  const { timed: changed, reading } = change('todo dia às 9h', 'grupo suporte modelo promo valor=3');
  expect(changed).toBeNull();
  expect(reading).toMatchObject({ groups: ['suporte'], template: 'promo', vars: { valor: '3' }, problems: [] });
  expect(change('todo dia às 9h', 'marcar todos')).toMatchObject({ timed: null, reading: { problems: [] } });
});

group('what is faulty is named', () => {
  test.for([
    ['25h', 'invalid_time'],
    ['grupo', 'missing_recipient'],
    ['modelo', 'missing_content'],
    ['banana', 'unread_words'],
    ['ontem 9h', 'past_time'],
    ['31/02', 'invalid_date'],
  ] as const)('%s: %s', ([text, reason]) => {
    expect(change('todo dia às 9h', text).reading.reason).toBe(reason);
  });
});

test('a fault names no word of the present rule, which she did not write', () => {
  const { reading } = change('todo dia às 9h', 'até 01/11/2026 blablá');
  expect(reading.problems.map(({ code, words }) => [code, words])).toEqual([
    ['until_before_start', 'até 01/11/2026'],
    ['unread_words', 'blablá'],
  ]);
  expect(reading).toMatchObject({ said: null, suggestion: null, lines: null });
  const clash = change('toda segunda às 9h', '25h').reading.problems;
  expect(clash.map(({ words }) => words)).toEqual(['25h']);
});
