import { describe, expect, test } from 'vitest';
import { localDateTime, nextInstants } from '../../src/schedule/recurrence.ts';
import { fromSimple, type SimpleFields, toSimple } from '../../src/schedule/simple-fields.ts';
import { bareRule } from './helpers/rules.ts';

const timezone = 'America/Sao_Paulo';

function sends(fields: Partial<SimpleFields> & Pick<SimpleFields, 'frequency' | 'start_at'>): string[] {
  const after = Temporal.Instant.from('2026-11-24T13:00:00Z');
  return nextInstants({ ...fromSimple(fields), timezone }, { after, count: 3 }).map(instant =>
    localDateTime(instant, timezone),
  );
}

describe('the simple fields make a rule', () => {
  test.for<[string, Parameters<typeof sends>[0], string[]]>([
    ['once', { frequency: 'once', start_at: '2026-11-25T09:30' }, ['2026-11-25T09:30']],
    [
      'once at two hours',
      { frequency: 'once', start_at: '2026-11-25', times: ['09:00', '15:00'] },
      ['2026-11-25T09:00', '2026-11-25T15:00'],
    ],
    [
      'daily',
      { frequency: 'daily', start_at: '2026-11-25T09:30' },
      ['2026-11-25T09:30', '2026-11-26T09:30', '2026-11-27T09:30'],
    ],
    [
      'daily at two hours, from a day on',
      { frequency: 'daily', start_at: '2026-11-26', times: ['20:00', '08:00'] },
      ['2026-11-26T08:00', '2026-11-26T20:00', '2026-11-27T08:00'],
    ],
    [
      'daily, the first not before start_at',
      { frequency: 'daily', start_at: '2026-11-26T12:00', times: ['08:00', '20:00'] },
      ['2026-11-26T20:00', '2026-11-27T08:00', '2026-11-27T20:00'],
    ],
    [
      'weekly on the weekday of start_at',
      { frequency: 'weekly', start_at: '2026-11-25', time: '09:00' },
      ['2026-11-25T09:00', '2026-12-02T09:00', '2026-12-09T09:00'],
    ],
    [
      'weekly on weekdays',
      { frequency: 'weekly', start_at: '2026-11-25', time: '09:00', weekdays: ['FR', 'MO'] },
      ['2026-11-27T09:00', '2026-11-30T09:00', '2026-12-04T09:00'],
    ],
    [
      'monthly',
      { frequency: 'monthly', start_at: '2026-11-25', time: '09:00', day_of_month: 31 },
      ['2026-11-30T09:00', '2026-12-31T09:00', '2027-01-31T09:00'],
    ],
    [
      'monthly, skipping short months',
      { frequency: 'monthly', start_at: '2026-11-25', time: '09:00', day_of_month: 31, short_months: 'skip' },
      ['2026-12-31T09:00', '2027-01-31T09:00', '2027-03-31T09:00'],
    ],
    [
      'yearly',
      { frequency: 'yearly', start_at: '2026-12-25', time: '09:00' },
      ['2026-12-25T09:00', '2027-12-25T09:00', '2028-12-25T09:00'],
    ],
  ])('%s', ([, fields, expected]) => {
    expect(sends(fields)).toEqual(expected);
  });

  test.for<[string, Parameters<typeof sends>[0]]>([
    ['missing_time', { frequency: 'daily', start_at: '2026-11-25' }],
    ['invalid_time', { frequency: 'daily', start_at: '2026-11-25', time: '24:00' }],
    ['invalid_time', { frequency: 'daily', start_at: '2026-11-25T9:00' }],
    ['invalid_date', { frequency: 'daily', start_at: '2026-02-30T09:00' }],
    ['invalid_date', { frequency: 'monthly', start_at: '2026-11-25T09:00', day_of_month: 40 }],
    ['unknown_weekday', { frequency: 'weekly', start_at: '2026-11-25T09:00', weekdays: ['XX' as 'MO'] }],
    ['unsupported_rule', { frequency: 'custom', start_at: '2026-11-25T09:00' }],
  ])('%s', ([code, fields]) => {
    expect(() => fromSimple(fields)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a rule as the simple fields', () => {
  test.for<[string, Partial<SimpleFields>]>([
    ['FREQ=DAILY', { frequency: 'daily' }],
    ['FREQ=WEEKLY;BYDAY=MO,FR', { frequency: 'weekly', weekdays: ['MO', 'FR'] }],
    ['FREQ=MONTHLY;BYMONTHDAY=5', { frequency: 'monthly', day_of_month: 5 }],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25', { frequency: 'yearly', day_of_month: 25 }],
    ['FREQ=DAILY;INTERVAL=2', { frequency: 'custom' }],
    ['FREQ=MONTHLY;BYDAY=1MO', { frequency: 'custom' }],
  ])('%s', ([rrule, expected]) => {
    expect(
      toSimple({ rule: { ...bareRule, rrule, times: ['09:00'] }, anchor: '2026-11-25T09:00', timezone }),
    ).toMatchObject({ time: '09:00', ...expected });
  });

  test('start_at is the first send', () => {
    expect(
      toSimple({
        rule: { ...bareRule, rrule: 'FREQ=WEEKLY;BYDAY=FR', times: ['08:00', '20:00'] },
        anchor: '2026-11-25T09:00',
        timezone,
      }),
    ).toMatchObject({ start_at: '2026-11-27T08:00', time: null, times: ['08:00', '20:00'] });
  });
});
