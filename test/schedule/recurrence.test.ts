import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../../src/schedule/reading.ts';
import {
  countBetween,
  firstInstantAfter,
  instantsBetween,
  localDateTime,
  nextInstants,
  totalOf,
} from '../../src/schedule/recurrence.ts';
import { bruteInstants } from './helpers/brute-calendar.ts';
import { bareRule, timed } from './helpers/rules.ts';

const SAO_PAULO = 'America/Sao_Paulo';

/** The next sends as local date-times. `from` is local too. */
function sends(rule: Partial<Rule>, anchor: string, from: string, { count = 5, timezone = SAO_PAULO } = {}): string[] {
  const after = Temporal.PlainDateTime.from(from).toZonedDateTime(timezone).toInstant();
  return nextInstants({ rule: { ...bareRule, ...rule }, anchor, timezone }, { after, count }).map(instant =>
    localDateTime(instant, timezone),
  );
}

const WINDOW = 8;

describe('against a calendar that looks at every day', () => {
  test('10,000 rules send at the same instants', () => {
    fc.assert(
      fc.property(timed, rule => {
        const expected = bruteInstants(rule, WINDOW);
        const after = Temporal.Instant.fromEpochMilliseconds(0);
        const found = nextInstants(rule, { after, count: WINDOW }).map(instant => instant.epochMilliseconds);
        // The slow calendar ends in 2031; what the fast one finds beyond is not its concern.
        expect(found.slice(0, expected.length)).toEqual(expected);
        if (rule.rule.until !== null) expect(found).toEqual(expected);
      }),
      { numRuns: 10_000, seed: 4 },
    );
  }, 120_000);

  test('asking from the middle of a series gives the rest of it', () => {
    fc.assert(
      fc.property(timed, fc.integer({ min: 0, max: WINDOW - 2 }), (rule, skipped) => {
        const whole = nextInstants(rule, { after: Temporal.Instant.fromEpochMilliseconds(0), count: WINDOW });
        const after = whole[skipped];
        if (after === undefined) return;
        expect(nextInstants(rule, { after, count: WINDOW - skipped - 1 }).map(String)).toEqual(
          whole.slice(skipped + 1).map(String),
        );
        expect(firstInstantAfter(rule, after)?.toString() ?? null).toBe(whole[skipped + 1]?.toString() ?? null);
      }),
      { numRuns: 1_000, seed: 5 },
    );
  }, 60_000);

  test('totals are the number of sends, and their last', () => {
    fc.assert(
      fc.property(timed, rule => {
        if (rule.rule.until === null && rule.rule.count === null) return;
        const all = nextInstants(rule, { after: Temporal.Instant.fromEpochMilliseconds(0), count: 20_000 });
        const { total, last } = totalOf(rule);
        expect(total).toBe(all.length);
        expect(last?.toString()).toBe(all.at(-1)?.toString());
      }),
      { numRuns: 500, seed: 6 },
    );
  }, 60_000);
});

describe('when clocks move', () => {
  test.for([
    ['São Paulo, gap at midnight', SAO_PAULO, '00:30', '2018-11-03T12:00', ['2018-11-04T01:30', '2018-11-05T00:30']],
    ['Lisbon, gap at one', 'Europe/Lisbon', '01:15', '2026-03-28T12:00', ['2026-03-29T02:15', '2026-03-30T01:15']],
    [
      'Santiago, gap at midnight',
      'America/Santiago',
      '00:10',
      '2026-09-05T12:00',
      ['2026-09-06T01:10', '2026-09-07T00:10'],
    ],
  ] as const)('%s: an hour that is left out moves forward by the gap', ([, timezone, time, from, expected]) => {
    expect(
      sends({ rrule: 'FREQ=DAILY', times: [time] }, from.replace('12:00', time), from, { count: 2, timezone }),
    ).toEqual(expected);
  });

  test.for([
    ['São Paulo', SAO_PAULO, '23:30', '2018-02-17T12:00', '2018-02-18T01:30:00Z'],
    ['Lisbon', 'Europe/Lisbon', '01:30', '2026-10-24T12:00', '2026-10-25T00:30:00Z'],
    ['Santiago', 'America/Santiago', '23:30', '2026-04-04T12:00', '2026-04-05T02:30:00Z'],
  ] as const)('%s: an hour that comes twice is sent once, at its first', ([, timezone, time, from, first]) => {
    const timedRule = { rule: { ...bareRule, rrule: 'FREQ=DAILY', times: [time] }, anchor: from, timezone };
    const after = Temporal.PlainDateTime.from(from).toZonedDateTime(timezone).toInstant();
    const [one, two] = nextInstants(timedRule, { after, count: 2 });
    expect(one?.toString()).toBe(first);
    expect(two!.since(one!).total('hours')).toBe(25);
  });

  test('a time in the gap and the hour it moves to are one send', () => {
    expect(
      sends({ rrule: 'FREQ=DAILY', times: ['00:30', '01:30'] }, '2018-11-03T00:30', '2018-11-03T12:00', { count: 2 }),
    ).toEqual(['2018-11-04T01:30', '2018-11-05T00:30']);
  });

  test('an hourly interval counts elapsed time', () => {
    expect(sends({ rrule: 'FREQ=HOURLY;INTERVAL=3' }, '2018-11-03T22:00', '2018-11-03T21:00', { count: 3 })).toEqual([
      '2018-11-03T22:00',
      '2018-11-04T02:00',
      '2018-11-04T05:00',
    ]);
  });
});

describe('what RFC 5545 cannot say', () => {
  test('day 31 is the last day of shorter months, and comes back to the 31st', () => {
    expect(
      sends({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=31', times: ['09:00'] }, '2027-01-31T09:00', '2027-01-01T00:00'),
    ).toEqual(['2027-01-31T09:00', '2027-02-28T09:00', '2027-03-31T09:00', '2027-04-30T09:00', '2027-05-31T09:00']);
  });

  test('29 February is the 28th in other years, or skips them', () => {
    const rule = { rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', times: ['08:00'] };
    expect(sends(rule, '2027-02-28T08:00', '2027-01-01T00:00', { count: 2 })).toEqual([
      '2027-02-28T08:00',
      '2028-02-29T08:00',
    ]);
    expect(sends({ ...rule, short_months: 'skip' }, '2027-02-28T08:00', '2027-01-01T00:00', { count: 2 })).toEqual([
      '2028-02-29T08:00',
      '2032-02-29T08:00',
    ]);
  });

  test('the fifth working day counts no holiday: 1 January 2027 was a Friday', () => {
    const rule = { rrule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5', times: ['09:00'], exclude: ['HOLIDAYS'] };
    expect(sends(rule, '2026-12-07T09:00', '2026-12-31T00:00', { count: 1 })).toEqual(['2027-01-08T09:00']);
    expect(sends({ ...rule, exclude: [] }, '2026-12-07T09:00', '2026-12-31T00:00', { count: 1 })).toEqual([
      '2027-01-07T09:00',
    ]);
  });

  test('a day moves to the next or the last working day', () => {
    const rule = { rrule: 'FREQ=MONTHLY;BYMONTHDAY=25', times: ['09:00'] };
    expect(sends({ ...rule, shift: 'next_working_day' }, '2026-12-25T09:00', '2026-12-01T00:00', { count: 2 })).toEqual(
      ['2026-12-28T09:00', '2027-01-25T09:00'],
    );
    expect(
      sends({ ...rule, shift: 'previous_working_day' }, '2026-12-25T09:00', '2026-12-01T00:00', { count: 1 }),
    ).toEqual(['2026-12-24T09:00']);
  });

  test('a window starts its interval anew every day', () => {
    expect(
      sends(
        { rrule: 'FREQ=MINUTELY;INTERVAL=50', window: { from: '08:00', to: '09:50' } },
        '2026-11-24T08:00',
        '2026-11-24T08:10',
        { count: 4 },
      ),
    ).toEqual(['2026-11-24T08:50', '2026-11-24T09:40', '2026-11-25T08:00', '2026-11-25T08:50']);
  });

  test('a window may go past midnight', () => {
    expect(
      sends(
        { rrule: 'FREQ=HOURLY;INTERVAL=2', window: { from: '22:00', to: '02:00' } },
        '2026-11-24T00:00',
        '2026-11-24T12:00',
        { count: 4 },
      ),
    ).toEqual(['2026-11-24T22:00', '2026-11-25T00:00', '2026-11-25T02:00', '2026-11-25T22:00']);
  });

  test('an interval jumps over the days that are left out', () => {
    expect(
      sends({ rrule: 'FREQ=HOURLY;INTERVAL=10', exclude: ['SA', 'SU'] }, '2026-11-27T08:00', '2026-11-27T09:00', {
        count: 3,
      }),
    ).toEqual(['2026-11-27T18:00', '2026-11-30T06:00', '2026-11-30T16:00']);
  });
});

describe('ends and counts', () => {
  test('a rule that its exceptions leave nothing of has no next send', () => {
    expect(
      sends(
        { rrule: 'FREQ=WEEKLY;BYDAY=SU', times: ['09:00'], exclude: ['SU'] },
        '2026-11-29T09:00',
        '2026-11-24T10:00',
      ),
    ).toEqual([]);
    expect(
      sends(
        { rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', times: ['09:00'], exclude: ['HOLIDAYS'] },
        '2026-12-25T09:00',
        '2026-11-24T10:00',
      ),
    ).toEqual([]);
  });

  test('a count is of sends, after what is left out', () => {
    expect(
      sends(
        { rrule: 'FREQ=DAILY', times: ['09:00'], exclude: ['SA', 'SU'], count: 3 },
        '2026-11-27T09:00',
        '2026-11-26T10:00',
      ),
    ).toEqual(['2026-11-27T09:00', '2026-11-30T09:00', '2026-12-01T09:00']);
  });

  test('a long series has no exact total but has its last send', () => {
    const rule = { ...bareRule, rrule: 'FREQ=DAILY', times: ['08:00', '20:00'], until: '2060-01-31' };
    const { total, last } = totalOf({ rule, anchor: '2026-11-24T08:00', timezone: SAO_PAULO });
    expect([total, localDateTime(last!, SAO_PAULO)]).toEqual([null, '2060-01-31T20:00']);
  });

  test('an every-minute rule over years is counted without walking it', () => {
    const rule = { ...bareRule, rrule: 'FREQ=MINUTELY' };
    const after = Temporal.Instant.from('2026-11-24T13:00:00Z');
    const timedRule = { rule, anchor: '2026-11-24T10:00', timezone: SAO_PAULO };
    expect(countBetween(timedRule, { after, until: after.add({ hours: 24 * 3650 }) })).toBe(60 * 24 * 3650);
    expect(instantsBetween(timedRule, { after, until: after.add({ minutes: 3 }), limit: 10 }).map(String)).toEqual([
      '2026-11-24T13:01:00Z',
      '2026-11-24T13:02:00Z',
      '2026-11-24T13:03:00Z',
    ]);
  });

  test('a one-off is sent at each of its moments', () => {
    expect(
      sends({ at: '2026-11-25T10:00', extra: ['2026-11-25T16:00'] }, '2026-11-25T10:00', '2026-11-24T10:00'),
    ).toEqual(['2026-11-25T10:00', '2026-11-25T16:00']);
    expect(
      sends({ at: '2026-11-25T10:00', extra: ['2026-11-25T16:00'] }, '2026-11-25T10:00', '2026-11-25T12:00'),
    ).toEqual(['2026-11-25T16:00']);
  });
});
