import fc from 'fast-check';
import type { Rule, Timed } from '../../../src/schedule/reading.ts';

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const two = (value: number) => String(value).padStart(2, '0');

/** A rule with nothing in it, for tests that set a few fields. */
export const bareRule: Rule = {
  rrule: null,
  at: null,
  extra: [],
  times: [],
  window: null,
  start: null,
  until: null,
  count: null,
  exclude: [],
  holidays: null,
  shift: null,
  short_months: 'last_day',
};

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([hour, minute]) => `${two(hour)}:${two(minute)}`);
const date = (from: number, to: number) =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, month, day]) => `${year}-${two(month)}-${two(day)}`);
const interval = fc.constantFrom('', '', ';INTERVAL=2', ';INTERVAL=3', ';INTERVAL=5');
const weekdays = fc.subarray(CODES, { minLength: 1 });
const nth = fc.constantFrom(1, 2, 3, 4, -1, -2);
const monthDays = fc.uniqueArray(fc.constantFrom(1, 5, 10, 15, 28, 29, 30, 31), { minLength: 1, maxLength: 3 });

/** RRULE values of every kind that a sentence can say. */
export const rrule = fc.oneof(
  interval.map(every => `FREQ=DAILY${every}`),
  fc.tuple(interval, weekdays).map(([every, days]) => `FREQ=WEEKLY${every};BYDAY=${days.join(',')}`),
  fc
    .tuple(interval, monthDays)
    .map(([every, days]) => `FREQ=MONTHLY${every};BYMONTHDAY=${[...days].sort((a, b) => a - b).join(',')}`),
  fc.tuple(interval, fc.constantFrom(-1, -2, -3)).map(([every, day]) => `FREQ=MONTHLY${every};BYMONTHDAY=${day}`),
  fc
    .tuple(interval, nth, fc.constantFrom(...CODES))
    .map(([every, position, day]) => `FREQ=MONTHLY${every};BYDAY=${position}${day}`),
  fc
    .tuple(interval, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
    .map(([every, month, day]) => `FREQ=YEARLY${every};BYMONTH=${month};BYMONTHDAY=${day}`),
  fc.constant('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'),
  fc
    .tuple(nth, fc.integer({ min: 1, max: 12 }), fc.constantFrom(...CODES))
    .map(([position, month, day]) => `FREQ=YEARLY;BYMONTH=${month};BYDAY=${position}${day}`),
);

/** RRULE values that only the engine has to know. */
export const furtherRrule = fc.oneof(
  fc
    .tuple(interval, fc.constantFrom(1, 2, 5, -1, -2))
    .map(([every, position]) => `FREQ=MONTHLY${every};BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${position}`),
  fc.constantFrom('FREQ=MONTHLY', 'FREQ=MONTHLY;INTERVAL=2', 'FREQ=YEARLY', 'FREQ=WEEKLY', 'FREQ=WEEKLY;INTERVAL=2'),
  fc.tuple(interval, fc.integer({ min: 1, max: 12 })).map(([every, month]) => `FREQ=DAILY${every};BYMONTH=${month}`),
);

/** Zones with a gap and an overlap around midnight, in the small hours, and with none. */
export const zone = fc.constantFrom('America/Sao_Paulo', 'Europe/Lisbon', 'America/Santiago', 'Asia/Tokyo');

/** Rules that go by days, with all their limits; anchors from 2016 to 2020, when Brazil still moved its clocks. */
export const timed: fc.Arbitrary<Timed> = fc
  .record({
    rrule: fc.oneof({ arbitrary: rrule, weight: 4 }, { arbitrary: furtherRrule, weight: 1 }),
    times: fc.uniqueArray(time, { minLength: 1, maxLength: 3 }).map(times => times.sort()),
    exclude: fc.oneof(
      fc.constant<string[]>([]),
      fc.constant<string[]>([]),
      fc.subarray(CODES, { maxLength: 3 }),
      date(2016, 2022).map(day => [day]),
    ),
    count: fc.oneof(fc.constant(null), fc.constant(null), fc.integer({ min: 1, max: 20 })),
    until: fc.oneof(fc.constant(null), fc.constant(null), date(2020, 2024)),
    short_months: fc.constantFrom('last_day' as const, 'skip' as const),
    anchorDay: date(2016, 2020),
    anchorTime: time,
    timezone: zone,
  })
  .map(({ anchorDay, anchorTime, timezone, ...rule }) => ({
    rule: { ...bareRule, ...rule },
    anchor: `${anchorDay}T${anchorTime}`,
    timezone,
  }));
