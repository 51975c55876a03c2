import { describe, expect, test } from 'vitest';
import { nextGapMs, slotOf, takeSlots } from '../../src/delivery/pace.ts';
import { paceOf } from '../../src/scheduling/paces.ts';

const zone = 'America/Sao_Paulo';
const noon = Temporal.Instant.from('2026-11-24T12:00:00-03:00');
const config = {
  pace: 'normal' as const,
  minGapMs: null,
  maxGapMs: null,
  dailyCap: null,
  nextSlotAt: null,
  sentOn: null,
  sentToday: 0,
  quietHours: null,
};

describe('the pace of an instance', () => {
  test.for([
    ['normal', 3_000, 8_000, 1_000],
    ['conservador', 20_000, 60_000, 200],
    ['livre', 0, 0, null],
  ] as const)('%s: gaps of %i to %i ms, %s a day', ([pace, minGapMs, maxGapMs, dailyCap]) => {
    expect(paceOf({ ...config, pace })).toMatchObject({ minGapMs, maxGapMs, dailyCap });
  });

  test('custom has its own numbers, and a longest gap that is never shorter than the shortest', () => {
    expect(paceOf({ pace: 'custom', minGapMs: 9_000, maxGapMs: 1_000, dailyCap: 5 })).toEqual({
      minGapMs: 9_000,
      maxGapMs: 9_000,
      dailyCap: 5,
      rest: null,
    });
  });

  test('gaps fill the range', () => {
    const pace = paceOf(config);
    expect([0, 0.5, 0.999999].map(random => nextGapMs(pace, random))).toEqual([3_000, 5_500, 8_000]);
  });
});

describe('the slot', () => {
  test('is free when nothing was sent: one message where there is a gap, what the day has left where there is none', () => {
    expect(slotOf(config, noon, zone)).toEqual({ free: true, messages: 1 });
    expect(slotOf({ ...config, pace: 'livre' }, noon, zone)).toEqual({ free: true, messages: Infinity });
    const capped = { pace: 'custom' as const, minGapMs: 0, maxGapMs: 0, dailyCap: 10 };
    const today = { sentOn: '2026-11-24', sentToday: 7 };
    expect(slotOf({ ...config, ...capped, ...today }, noon, zone)).toEqual({ free: true, messages: 3 });
  });

  test('is taken until the gap is over', () => {
    const until = noon.add({ seconds: 4 });
    expect(slotOf({ ...config, nextSlotAt: until }, noon, zone)).toEqual({ free: false, until, reason: 'pace' });
    expect(slotOf({ ...config, nextSlotAt: until }, until, zone)).toMatchObject({ free: true });
  });

  test('the daily cap holds until midnight in the zone, and counts that day only', () => {
    const full = { ...config, sentOn: '2026-11-24', sentToday: 1_000 };
    const slot = slotOf(full, noon, zone);
    expect(slot).toMatchObject({ free: false, reason: 'daily_cap' });
    expect(!slot.free && slot.until.toString()).toBe('2026-11-25T03:00:00Z');
    expect(slotOf(full, noon.add({ hours: 12 }), zone)).toMatchObject({ free: true });
  });

  test.for([
    ['21:00', '08:00', '2026-11-24T23:30:00-03:00', '2026-11-25T11:00:00Z'],
    ['21:00', '08:00', '2026-11-24T07:59:59-03:00', '2026-11-24T11:00:00Z'],
    ['21:00', '08:00', '2026-11-24T08:00:00-03:00', null],
    ['21:00', '08:00', '2026-11-24T20:59:59-03:00', null],
    ['12:00', '14:00', '2026-11-24T13:00:00-03:00', '2026-11-24T17:00:00Z'],
    ['12:00', '14:00', '2026-11-24T14:00:00-03:00', null],
  ] as const)('quiet from %s to %s, at %s: until %s', ([from, to, at, until]) => {
    const slot = slotOf({ ...config, quietHours: { from, to } }, Temporal.Instant.from(at), zone);
    expect(slot.free ? null : slot.until.toString()).toBe(until);
  });
});

describe('the rest after a run', () => {
  /** Sends this many messages, each as soon as it may go. @returns the waits after each, in milliseconds */
  function waits(
    pace: 'normal' | 'conservador' | 'livre' | 'custom',
    messages: number,
    random = Math.random,
  ): number[] {
    const row = { ...config, pace, sentSinceRest: 0, nextSlotAt: null as Temporal.Instant | null };
    let now = noon;
    return Array.from({ length: messages }, () => {
      takeSlots(row, 1, now, zone, random);
      const next: Temporal.Instant = row.nextSlotAt ?? now;
      const waitMs = next.epochMilliseconds - now.epochMilliseconds;
      now = next;
      return waitMs;
    });
  }

  test.for([
    ['normal', 20, 30, 30_000, 90_000],
    ['conservador', 15, 25, 180_000, 420_000],
  ] as const)('%s: after %i to %i messages, %i to %i ms', ([pace, minRun, maxRun, minMs, maxMs]) => {
    const all = waits(pace, 2_000);
    const rests = all.flatMap((waitMs, index) => (waitMs >= minMs ? [index] : []));
    const runs = rests.map((index, nth) => index - (nth === 0 ? -1 : rests[nth - 1]!));
    expect(Math.min(...runs)).toBeGreaterThanOrEqual(minRun);
    expect(Math.max(...runs)).toBeLessThanOrEqual(maxRun);
    expect(Math.max(...all)).toBeLessThanOrEqual(maxMs);
    expect(new Set(runs).size).toBeGreaterThan(1);
  });

  test.for(['livre', 'custom'] as const)('%s: none', pace => {
    expect(Math.max(...waits(pace, 200))).toBeLessThanOrEqual(8_000);
  });

  test('an instance that had nothing to send for that long has rested', () => {
    const row = { ...config, sentSinceRest: 29, nextSlotAt: noon.subtract({ seconds: 30 }) };
    takeSlots(row, 1, noon, zone, Math.random);
    expect(row.sentSinceRest).toBe(1);
    const busy = { ...config, sentSinceRest: 12, nextSlotAt: noon.subtract({ seconds: 29 }) };
    takeSlots(busy, 1, noon, zone, Math.random);
    expect(busy.sentSinceRest).toBe(13);
  });
});
