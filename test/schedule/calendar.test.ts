import { describe, expect, test } from 'vitest';
import { holidaysOf, isHoliday, nearestWorkingDay } from '../../src/schedule/calendar.ts';
import {
  civilDate,
  dayOfIso,
  daysInMonth,
  easterDay,
  epochDay,
  isoDate,
  weekdayIndex,
} from '../../src/schedule/civil.ts';

describe('days as numbers', () => {
  test('every day from 1890 to 2110 is what the platform says', () => {
    for (let day = epochDay(1890, 1, 1); day <= epochDay(2110, 12, 31); day++) {
      const date = new Date(day * 86_400_000);
      const { year, month, day: dayOfMonth } = civilDate(day);
      if (year !== date.getUTCFullYear() || month !== date.getUTCMonth() + 1 || dayOfMonth !== date.getUTCDate())
        expect.fail(isoDate(day));
      if (weekdayIndex(day) !== (date.getUTCDay() + 6) % 7) expect.fail(isoDate(day));
    }
    expect(isoDate(dayOfIso('2026-11-24'))).toBe('2026-11-24');
  });

  test.for([
    [2024, 2, 29],
    [2026, 2, 28],
    [2000, 2, 29],
    [2100, 2, 28],
    [2026, 4, 30],
    [2026, 12, 31],
  ] as const)('%i-%i has %i days', ([year, month, length]) => {
    expect(daysInMonth(year, month)).toBe(length);
  });

  test.for(['2019-04-21', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25'])('Easter %s', iso => {
    expect(isoDate(easterDay(Number(iso.slice(0, 4))))).toBe(iso);
  });
});

describe('holidays', () => {
  test('the national ones of 2026', () => {
    expect([...holidaysOf('BR', 2026)].sort((a, b) => a - b).map(isoDate)).toEqual([
      '2026-01-01',
      '2026-04-03',
      '2026-04-21',
      '2026-05-01',
      '2026-09-07',
      '2026-10-12',
      '2026-11-02',
      '2026-11-15',
      '2026-11-20',
      '2026-12-25',
    ]);
  });

  test.for([
    ['BR-SP', '2026-07-09', true],
    ['BR', '2026-07-09', false],
    ['BR-SP', '2026-11-20', true],
    ['BR', '2026-02-17', false],
    ['BR+CARNAVAL', '2026-02-16', true],
    ['BR+CARNAVAL', '2026-02-17', true],
    ['BR+CARNAVAL', '2026-06-04', false],
    ['BR-RJ+CARNAVAL+CORPUS_CHRISTI', '2026-06-04', true],
  ] as const)('%s: %s is one: %s', ([place, iso, expected]) => {
    expect(isHoliday(dayOfIso(iso), place)).toBe(expected);
  });

  test('the table of a year is built once', () => {
    expect(holidaysOf('BR-MG', 2030)).toBe(holidaysOf('BR-MG', 2030));
  });

  test('the nearest working day', () => {
    const christmas = dayOfIso('2026-12-25');
    expect(isoDate(nearestWorkingDay(christmas, 'BR', 1))).toBe('2026-12-28');
    expect(isoDate(nearestWorkingDay(christmas, 'BR', -1))).toBe('2026-12-24');
    expect(isoDate(nearestWorkingDay(dayOfIso('2026-12-24'), 'BR', 1))).toBe('2026-12-24');
  });
});
