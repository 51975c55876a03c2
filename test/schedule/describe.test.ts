import fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { describe } from '../../src/schedule/describe.ts';
import { parseWhen } from '../../src/schedule/parse-when.ts';
import type { Rule } from '../../src/schedule/reading.ts';
import { localDateTime, nextInstants, totalOf } from '../../src/schedule/recurrence.ts';
import { bareRule, rrule } from './helpers/rules.ts';

const timezone = 'America/Sao_Paulo';
const now = Temporal.Instant.from('2026-11-24T13:00:00Z');

const sentence = (rule: Partial<Rule>, anchor = '2026-11-25T09:00') =>
  describe({ rule: { ...bareRule, ...rule }, anchor, timezone });

suite('a rule is told in one sentence', () => {
  test.for<[string, Partial<Rule>]>([
    ['todo dia às 09:00', { rrule: 'FREQ=DAILY', times: ['09:00'] }],
    ['todo dia às 08:00 e às 20:00', { rrule: 'FREQ=DAILY', times: ['08:00', '20:00'] }],
    [
      'de segunda a sexta às 09:00 exceto feriados',
      { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', times: ['09:00'], exclude: ['HOLIDAYS'] },
    ],
    ['toda terça e quinta às 18:30', { rrule: 'FREQ=WEEKLY;BYDAY=TU,TH', times: ['18:30'] }],
    ['todo sábado à 01:00', { rrule: 'FREQ=WEEKLY;BYDAY=SA', times: ['01:00'] }],
    [
      'a cada 2 semanas na segunda e quarta às 10:00',
      { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', times: ['10:00'] },
    ],
    ['todo dia 5 e 20 às 09:00', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=5,20', times: ['09:00'] }],
    ['todo dia 31 ou último dia do mês às 09:00', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=31', times: ['09:00'] }],
    [
      'todo dia 31 às 09:00, só nos meses que têm dia 31',
      { rrule: 'FREQ=MONTHLY;BYMONTHDAY=31', times: ['09:00'], short_months: 'skip' },
    ],
    ['todo último dia do mês às 18:00', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', times: ['18:00'] }],
    ['toda última sexta do mês às 17:00', { rrule: 'FREQ=MONTHLY;BYDAY=-1FR', times: ['17:00'] }],
    [
      'todo quinto dia útil do mês às 09:00',
      { rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5', times: ['09:00'], exclude: ['HOLIDAYS'] },
    ],
    [
      'todo dia 10 ou próximo dia útil às 09:00',
      { rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', times: ['09:00'], shift: 'next_working_day' },
    ],
    ['a cada 3 meses no dia 10 às 09:00', { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10', times: ['09:00'] }],
    ['todo dia 7 de setembro às 09:00', { rrule: 'FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=7', times: ['09:00'] }],
    ['todo segundo domingo de maio às 08:00', { rrule: 'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU', times: ['08:00'] }],
    ['a cada 2 horas das 08:00 às 18:00', { rrule: 'FREQ=HOURLY;INTERVAL=2', window: { from: '08:00', to: '18:00' } }],
    ['a cada 3 horas', { rrule: 'FREQ=HOURLY;INTERVAL=3' }],
    ['a cada 3 horas a partir de 25/11/2026 às 09:00', { rrule: 'FREQ=HOURLY;INTERVAL=3', start: '2026-11-25' }],
    ['toda segunda às 09:00, só em dezembro', { rrule: 'FREQ=WEEKLY;BYMONTH=12;BYDAY=MO', times: ['09:00'] }],
    [
      'a cada hora das 09:00 às 12:00, de segunda a sexta',
      { rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', times: ['09:00', '10:00', '11:00', '12:00'] },
    ],
    [
      'todo dia às 09:00 a partir de 01/12/2026 até 20/12/2026 exceto domingo e 08/12/2026',
      {
        rrule: 'FREQ=DAILY',
        times: ['09:00'],
        start: '2026-12-01',
        until: '2026-12-20',
        exclude: ['SU', '2026-12-08'],
      },
    ],
    ['toda quarta às 09:00, 3 vezes', { rrule: 'FREQ=WEEKLY;BYDAY=WE', times: ['09:00'], count: 3 }],
    [
      'quarta-feira, 25/11/2026 às 10:00 e às 16:00',
      { at: '2026-11-25T10:00', extra: ['2026-11-25T16:00'], times: ['10:00', '16:00'] },
    ],
    ['em 03/12/2026 e 07/12/2026 às 08:00', { at: '2026-12-03T08:00', extra: ['2026-12-07T08:00'], times: ['08:00'] }],
    ['pela regra FREQ=MONTHLY;BYMONTHDAY=1,-1 às 09:00', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1,-1', times: ['09:00'] }],
  ])('%s', ([expected, rule]) => {
    expect(sentence(rule)).toBe(expected);
  });
});

suite('the sentence reads back', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const later = fc
    .integer({ min: 1, max: 800 })
    .map(days => Temporal.PlainDate.from('2026-11-24').add({ days }).toString());
  const anyRule: fc.Arbitrary<Rule> = fc
    .record({
      rrule: fc.oneof(
        { arbitrary: rrule, weight: 5 },
        {
          arbitrary: fc.constantFrom(
            'FREQ=MONTHLY;BYMONTHDAY=1,-1',
            'FREQ=WEEKLY;BYMONTH=12;BYDAY=MO',
            'FREQ=MONTHLY;INTERVAL=2',
            'FREQ=YEARLY',
            'FREQ=WEEKLY',
            'FREQ=MONTHLY;BYMONTHDAY=1,31',
          ),
          weight: 1,
        },
      ),
      times: fc.uniqueArray(time, { minLength: 1, maxLength: 5 }).map(times => times.sort()),
      start: fc.option(later),
      until: fc.option(later),
      count: fc.option(fc.integer({ min: 1, max: 50 })),
      exclude: fc.oneof(
        fc.constant<string[]>([]),
        fc.constantFrom<string[][]>(
          ['SU'],
          ['MO', 'SA'],
          ['HOLIDAYS'],
          ['2026-12-25'],
          ['2026-12-20/2027-01-05', 'FR'],
        ),
      ),
      holidays: fc.constantFrom(null, 'BR-SP', 'BR+CARNAVAL'),
      shift: fc.constantFrom(null, null, 'next_working_day' as const, 'previous_working_day' as const),
      short_months: fc.constantFrom('last_day' as const, 'skip' as const),
    })
    .map(rule => ({ ...bareRule, ...rule, holidays: rule.exclude.includes('HOLIDAYS') ? rule.holidays : null }))
    .filter(rule => rule.until === null || rule.start === null || rule.until >= rule.start)
    .filter(rule => rule.short_months === 'last_day' || /BYMONTHDAY=(.*,)?(29|30|31)/.test(rule.rrule!));

  test('the same sends, of any rule that was read before', () => {
    let read = 0;
    fc.assert(
      fc.property(anyRule, rule => {
        const first = parseWhen(describe({ rule, anchor: '2026-11-24T10:00', timezone }), { now, timezone });
        // A generated rule may leave nothing to send; what is left over of the others must be nothing.
        if (first.reason === 'never_happens' || first.reason === 'until_before_start') return;
        expect(first.problems).toEqual([]);
        read++;
        const again = parseWhen(describe({ rule: first.rule!, anchor: first.anchor!, timezone }), { now, timezone });
        expect(again.problems).toEqual([]);
        expect({ next: again.next, total: again.total, last: again.last }).toEqual({
          next: first.next,
          total: first.total,
          last: first.last,
        });
        expect(describe({ rule: again.rule!, anchor: again.anchor!, timezone })).toBe(
          describe({ rule: first.rule!, anchor: first.anchor!, timezone }),
        );
        expect(first.next).toEqual(expectedSends(rule));
      }),
      { numRuns: 3_000, seed: 7 },
    );
    expect(read).toBeGreaterThan(2_000);
  }, 60_000);

  /** The sends of the generated rule itself, with the anchor that its own sentence leads to. */
  function expectedSends(rule: Rule): string[] {
    const anchor = parseWhen(
      describe({ rule: { ...rule, count: null, until: null }, anchor: '2026-11-24T10:00', timezone }),
      { now, timezone },
    ).anchor!;
    const timed = { rule, anchor, timezone };
    expect(totalOf(timed).total === 0).toBe(false);
    return nextInstants(timed, { after: now, count: 5 }).map(instant => localDateTime(instant, timezone));
  }
});
