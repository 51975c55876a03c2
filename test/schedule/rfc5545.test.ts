import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describe as sentenceOf } from '../../src/schedule/describe.ts';
import { parseWhen } from '../../src/schedule/parse-when.ts';
import type { Rule } from '../../src/schedule/reading.ts';
import { countBetween, localDateTime, nextInstants, totalOf } from '../../src/schedule/recurrence.ts';
import { fromRfc5545, toRfc5545 } from '../../src/schedule/rfc5545.ts';
import { bareRule, timed } from './helpers/rules.ts';

const timezone = 'America/Sao_Paulo';
const lines = (rule: Partial<Rule>) =>
  toRfc5545({ rule: { ...bareRule, ...rule }, anchor: '2026-11-25T09:00', timezone });

describe('a rule as RFC 5545 lines', () => {
  test.for<[Partial<Rule>, string[]]>([
    [{ rrule: 'FREQ=DAILY', times: ['09:00'] }, ['RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0']],
    [{ rrule: 'FREQ=DAILY', times: ['08:30', '20:30'] }, ['RRULE:FREQ=DAILY;BYHOUR=8,20;BYMINUTE=30']],
    [{ rrule: 'FREQ=DAILY', times: ['09:00'], count: 5 }, ['RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0;COUNT=5']],
    [
      { rrule: 'FREQ=DAILY', times: ['09:00'], until: '2026-12-20' },
      ['RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0;UNTIL=20261221T025959Z'],
    ],
    [
      { rrule: 'FREQ=DAILY', times: ['09:00'], exclude: ['SU', 'SA'] },
      ['RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0'],
    ],
    [
      { rrule: 'FREQ=DAILY', times: ['09:00'], exclude: ['2026-12-25'] },
      ['RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0', 'EXDATE;TZID=America/Sao_Paulo:20261225T090000'],
    ],
    [{ rrule: 'FREQ=HOURLY;INTERVAL=3' }, ['RRULE:FREQ=HOURLY;INTERVAL=3']],
    [{ at: '2026-11-25T09:00' }, []],
    [{ at: '2026-11-25T09:00', extra: ['2026-11-26T10:00'] }, ['RDATE;TZID=America/Sao_Paulo:20261126T100000']],
  ])('%j', ([rule, expected]) => {
    expect(lines(rule)).toEqual(expected);
  });

  /** Google Calendar ends a series before "this and following" in the middle of a day. */
  test.for([
    [
      '20261218T115959Z',
      ['2026-12-04T09:00', '2026-12-11T09:00'],
      'toda sexta às 09:00 a partir de 04/12/2026 até 17/12/2026',
    ],
    [
      '20261218T120000Z',
      ['2026-12-04T09:00', '2026-12-11T09:00', '2026-12-18T09:00'],
      'toda sexta às 09:00 a partir de 04/12/2026 até 18/12/2026',
    ],
    [
      '20261218T085959',
      ['2026-12-04T09:00', '2026-12-11T09:00'],
      'toda sexta às 09:00 a partir de 04/12/2026 até 17/12/2026',
    ],
    [
      '20261218',
      ['2026-12-04T09:00', '2026-12-11T09:00', '2026-12-18T09:00'],
      'toda sexta às 09:00 a partir de 04/12/2026 até 18/12/2026',
    ],
  ] as const)('UNTIL=%s is an instant, and a bare date its whole day', ([until, expected, sentence]) => {
    const made = fromRfc5545([`RRULE:FREQ=WEEKLY;UNTIL=${until}`], { start: '2026-12-04T09:00', timezone });
    const series = { ...made, rule: { ...made.rule, start: '2026-12-04' }, timezone };
    const after = Temporal.Instant.from('2026-12-01T00:00:00Z');
    const local = nextInstants(series, { after, count: 9 }).map(instant => localDateTime(instant, timezone));
    expect(local).toEqual(expected);
    expect(totalOf(series).total).toBe(expected.length);
    expect(sentenceOf(series)).toBe(sentence);
    const lines = toRfc5545(series)!;
    expect(fromRfc5545(lines, { start: '2026-12-04T09:00', timezone }).rule.until_instant).toBe(
      until === '20261218' ? '2026-12-19T02:59:59Z' : made.rule.until_instant,
    );
    if (until.endsWith('Z')) expect(lines[0]).toContain(`UNTIL=${until}`);
  });

  test('an end between the sends of its day, and of an interval', () => {
    const twice = fromRfc5545(['RRULE:FREQ=DAILY;BYHOUR=9,18;UNTIL=20261205T150000Z'], {
      start: '2026-12-04T09:00',
      timezone,
    });
    const hourly = fromRfc5545(['RRULE:FREQ=HOURLY;INTERVAL=2;UNTIL=20261204T150000Z'], {
      start: '2026-12-04T09:00',
      timezone,
    });
    const now = Temporal.Instant.from('2026-12-01T00:00:00Z');
    for (const [{ rule, anchor }, total, sentence] of [
      [twice, 3, 'todo dia às 09:00 e às 18:00 até 05/12/2026, no máximo às 12:00'],
      [hourly, 2, 'a cada 2 horas até 04/12/2026, no máximo às 12:00'],
    ] as const) {
      expect(totalOf({ rule, anchor, timezone }).total).toBe(total);
      expect(countBetween({ rule, anchor, timezone }, { after: now, until: now.add({ hours: 999 }) })).toBe(total);
      expect(sentenceOf({ rule, anchor, timezone })).toBe(sentence);
      expect(parseWhen(sentence, { now, timezone }).rule).toMatchObject({
        until: rule.until,
        until_instant: rule.until_instant,
      });
    }
  });

  test.for<[string, Partial<Rule>]>([
    ['holidays', { rrule: 'FREQ=DAILY', times: ['09:00'], exclude: ['HOLIDAYS'] }],
    ['a move to a working day', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=10', times: ['09:00'], shift: 'next_working_day' }],
    ['the last day of short months', { rrule: 'FREQ=MONTHLY;BYMONTHDAY=31', times: ['09:00'] }],
    ['a window', { rrule: 'FREQ=HOURLY', window: { from: '08:00', to: '18:00' } }],
    ['times that are no grid', { rrule: 'FREQ=DAILY', times: ['08:30', '20:00'] }],
    ['a range left out', { rrule: 'FREQ=DAILY', times: ['09:00'], exclude: ['2026-12-20/2027-01-05'] }],
    [
      'a count of what is left after a day was left out',
      { rrule: 'FREQ=DAILY', times: ['09:00'], count: 3, exclude: ['2026-12-25'] },
    ],
  ])('%s: it has no lines', ([, rule]) => {
    expect(lines(rule)).toBeNull();
  });

  test('lines lead back to the same sends', () => {
    let compared = 0;
    fc.assert(
      fc.property(timed, rule => {
        const written = toRfc5545(rule);
        if (!written) return;
        const after = Temporal.Instant.fromEpochMilliseconds(0);
        const sends = nextInstants(rule, { after, count: 8 });
        const back = fromRfc5545(written, { start: rule.anchor, timezone: rule.timezone });
        expect(nextInstants({ ...back, timezone: rule.timezone }, { after, count: 8 }).map(String)).toEqual(
          sends.map(String),
        );
        compared++;
      }),
      { numRuns: 1_000, seed: 10 },
    );
    expect(compared).toBeGreaterThan(300);
  }, 30_000);
});

describe('RFC 5545 lines as a rule', () => {
  const start = '2026-11-25T09:00';

  test('the hour is that of the start unless times or BYHOUR say otherwise', () => {
    expect(fromRfc5545(['RRULE:FREQ=DAILY'], { start, timezone }).rule.times).toEqual(['09:00']);
    expect(fromRfc5545(['RRULE:FREQ=DAILY;BYHOUR=7,19'], { start, timezone }).rule.times).toEqual(['07:00', '19:00']);
    expect(fromRfc5545(['RRULE:FREQ=DAILY'], { start, timezone, times: ['10:30'] }).rule.times).toEqual(['10:30']);
  });

  test('a count is of what remains after EXDATE (§3.8.5.1 takes it away after counting)', () => {
    const exdate = 'EXDATE;TZID=America/Sao_Paulo:20261126T090000';
    expect(fromRfc5545(['RRULE:FREQ=DAILY;COUNT=3', exdate], { start, timezone }).rule.count).toBe(2);
  });

  test('UNTIL and dates in UTC are days of the zone', () => {
    expect(fromRfc5545(['RRULE:FREQ=DAILY;UNTIL=20261221T025959Z'], { start, timezone }).rule.until).toBe('2026-12-20');
    expect(fromRfc5545(['RRULE:FREQ=DAILY', 'RDATE:20261201T130000Z'], { start, timezone }).rule.extra).toEqual([
      '2026-12-01T10:00',
    ]);
  });

  test.for([
    'RRULE:FREQ=SECONDLY',
    'RRULE:FREQ=YEARLY;BYWEEKNO=20',
    'RRULE:FREQ=DAILY;INTERVAL=0',
    'RRULE:FREQ=DAILY;BYHOUR=24',
    'RRULE:BYDAY=MO',
    'EXRULE:FREQ=DAILY',
    'nonsense',
    'RDATE:tomorrow',
  ])('%s is refused', line => {
    expect(() => fromRfc5545([line], { start, timezone })).toThrow(
      expect.objectContaining({ code: 'unsupported_rule' }),
    );
  });
});
