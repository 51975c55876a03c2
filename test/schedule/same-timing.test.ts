import { describe, expect, test } from 'vitest';
import { parseWhen } from '../../src/schedule/parse-when.ts';
import type { Rule, Timed } from '../../src/schedule/reading.ts';
import { sendsTheSame } from '../../src/schedule/same-timing.ts';

const NOW = Temporal.Instant.from('2026-11-24T13:00:00Z');
const ZONE = 'America/Sao_Paulo';

function timed(when: string, more: Partial<Rule> = {}, readAt = NOW): Timed {
  const { rule, anchor } = parseWhen(when, { now: readAt, timezone: ZONE });
  return { rule: { ...rule!, ...more }, anchor: anchor!, timezone: ZONE };
}
/** As a database gives it back: with its members in another order. */
const turned = ({ rule, ...rest }: Timed): Timed => ({
  ...rest,
  rule: Object.fromEntries(Object.entries(rule).toReversed()) as unknown as Rule,
});
const WEEKS_AGO = NOW.subtract({ hours: 24 * 14 });

describe('sends the same', () => {
  test.for([
    [timed('todo dia às 9h', {}, WEEKS_AGO), timed('todo dia às 9h')],
    [timed('todo dia às 9h e 18h'), timed('todo dia às 9h e 18h', { times: ['18:00', '09:00'] })],
    [timed('todo dia às 9h exceto domingo'), timed('de segunda a sábado às 9h')],
    [timed('todo dia às 9h'), timed('todo dia às 9h', { short_months: 'skip', start: '2026-11-01' })],
    [timed('todo dia 5 às 9h'), timed('todo dia 5 às 9h', { short_months: 'skip' })],
    [timed('todo dia às 9h sem feriados'), timed('todo dia às 9h sem feriados', { holidays: 'BR' })],
    [timed('amanhã às 9h'), timed('amanhã às 9h', { times: [], short_months: 'skip' })],
    [timed('amanhã às 9h', {}, WEEKS_AGO), timed('amanhã às 9h', {}, WEEKS_AGO)],
    [timed('toda terça às 9h'), turned(timed('toda terça às 9h'))],
  ] as const)('%#', ([one, other]) => {
    expect(sendsTheSame(one, other, NOW)).toBe(true);
    expect(sendsTheSame(other, one, NOW)).toBe(true);
  });
});

describe('sends otherwise', () => {
  const daily = timed('todo dia às 9h');
  test.for([
    ['another hour', daily, timed('todo dia às 10h')],
    ['an hour more', daily, timed('todo dia às 9h e 10h')],
    ['another day', timed('toda terça às 9h'), timed('toda quarta às 9h')],
    ['an end, however far', daily, timed('todo dia às 9h', { until: '2031-12-31' })],
    ['a number, however large', daily, timed('todo dia às 9h', { count: 5_000 })],
    ['a day left out in years', daily, timed('todo dia às 9h', { exclude: ['2030-05-05'] })],
    ['holidays left out', daily, timed('todo dia às 9h sem feriados')],
    [
      'those of a state',
      timed('todo dia às 9h sem feriados'),
      timed('todo dia às 9h sem feriados', { holidays: 'BR-SP' }),
    ],
    ['a day on its own', daily, timed('todo dia às 9h', { extra: ['2030-05-05T11:00'] })],
    ['a later first day', daily, timed('todo dia às 9h', { start: '2026-12-24' })],
    ['what a short month does', timed('todo dia 31 às 9h'), timed('todo dia 31 às 9h', { short_months: 'skip' })],
    [
      'the other weeks',
      timed('a cada 2 semanas na terça às 18h'),
      timed('a cada 2 semanas na terça às 18h', {}, NOW.subtract({ hours: 24 * 7 })),
    ],
    [
      'the count from another day',
      timed('todo dia às 9h 5 vezes', {}, NOW.subtract({ hours: 48 })),
      timed('todo dia às 9h 5 vezes'),
    ],
    ['another zone', daily, { ...daily, timezone: 'America/Manaus' }],
    ['once instead', daily, timed('amanhã às 9h')],
    ['once, on another day', timed('amanhã às 9h'), timed('sexta às 9h')],
  ] as const)('%s', ([, one, other]) => {
    expect(sendsTheSame(one, other, NOW)).toBe(false);
    expect(sendsTheSame(other, one, NOW)).toBe(false);
  });
});
