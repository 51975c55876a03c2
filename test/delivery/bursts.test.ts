import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBursts } from '../../src/delivery/bursts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

test('a few begin at once, and no timer is left', () => {
  const begun: number[] = [];
  const bursts = createBursts<number>(item => void begun.push(item));
  bursts.add(numbers(5));
  expect([begun, vi.getTimerCount()]).toEqual([numbers(5), 0]);
});

test('many begin in order, by and by, whether or not one ends', () => {
  const begun: number[] = [];
  const bursts = createBursts<number>(item => void begun.push(item));
  bursts.add(numbers(100));
  expect(begun).toEqual(numbers(32));
  bursts.next();
  bursts.next();
  expect(begun).toEqual(numbers(34));
  vi.advanceTimersByTime(4);
  expect(begun).toEqual(numbers(66));
  bursts.add(numbers(10, 100));
  vi.advanceTimersByTime(40);
  expect([begun, vi.getTimerCount()]).toEqual([numbers(110), 0]);
});
