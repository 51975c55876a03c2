import { describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';

const START = Date.parse('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;

/** A machine whose two clocks are moved by hand. */
function machine() {
  const time = { wall: START, steady: 5_000 };
  return {
    ...{ wallMs: () => time.wall, steadyMs: () => time.steady },
    pass(ms: number) {
      time.wall += ms;
      time.steady += ms;
    },
    jump(ms: number) {
      time.wall += ms;
    },
  };
}

describe('the system clock', () => {
  const setup = () => {
    const computer = machine();
    const clock = systemClock(computer);
    const jumps: number[] = [];
    clock.onJump(ms => jumps.push(ms));
    const now = () => clock.now().epochMilliseconds - START;
    return { computer, clock, jumps, now };
  };
  const told = () => new Promise(resolve => setImmediate(resolve));

  test.for([HOUR, -HOUR, 24 * HOUR, -121_000, 121_000])(
    'goes on as before after a jump of %i ms, until it is measured',
    async jumpMs => {
      const { computer, clock, jumps, now } = setup();
      computer.pass(1_000);
      computer.jump(jumpMs);
      expect(now()).toBe(1_000);
      computer.pass(500);
      expect(now()).toBe(1_500);
      await told();
      expect([jumps, clock.jumps()]).toEqual([[jumpMs], 1]);
      clock.correctBy(-jumpMs); // the database's clock did not jump
      expect(now()).toBe(1_500);
      computer.pass(500);
      expect(now()).toBe(2_000);
      expect(clock.jumps()).toBe(1);
    },
  );

  test('follows the machine after a jump where that is the truth', () => {
    const { computer, clock, now } = setup();
    computer.jump(HOUR);
    expect(now()).toBe(0);
    clock.correctBy(0);
    expect(now()).toBe(HOUR);
  });

  test('two jumps before anybody has measured are two', async () => {
    const { computer, jumps, now } = setup();
    computer.jump(HOUR);
    expect(now()).toBe(0);
    computer.jump(-2 * HOUR);
    expect(now()).toBe(0);
    await told();
    expect(jumps).toEqual([HOUR, -2 * HOUR]);
  });

  test('small steps and slow drift are no jumps, however many', async () => {
    const { computer, jumps, now } = setup();
    for (let n = 0; n < 10; n++) {
      computer.jump(60_000);
      now();
    }
    await told();
    expect(now()).toBe(600_000);
    expect(jumps).toEqual([]);
  });

  test('hours in which nobody asked are no jump', () => {
    const { computer, clock, now } = setup();
    computer.pass(24 * HOUR);
    expect(now()).toBe(24 * HOUR);
    expect(clock.jumps()).toBe(0);
  });

  test('where nobody listens a jump is only counted', () => {
    const computer = machine();
    const clock = systemClock(computer);
    computer.jump(HOUR);
    expect(clock.now().epochMilliseconds).toBe(START + HOUR);
    expect(clock.jumps()).toBe(1);
  });
});
