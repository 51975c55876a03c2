import { describe, expect, test } from 'vitest';
import { rerunnable, shared } from '../../src/jobs/single-flight.ts';
import { within } from '../../src/jobs/within.ts';
import { pause } from './helpers.ts';

/** Work that ends when told to. */
function work() {
  const ends: (() => void)[] = [];
  return {
    run: () => new Promise<void>(resolve => ends.push(resolve)),
    began: () => ends.length,
    async end() {
      ends.at(-1)?.();
      await pause(0);
    },
  };
}

describe('shared', () => {
  test('whoever asks during a run gets that run, later a new one', async () => {
    const { run, began, end } = work();
    const ask = shared(run);
    const first = ask();
    expect(ask()).toBe(first);
    await end();
    void ask();
    expect(began()).toBe(2);
  });

  test('a run that fails fails for all who asked, and the next one begins afresh', async () => {
    let runs = 0;
    const ask = shared(async () => {
      runs += 1;
      throw new Error('no');
    });
    await Promise.all([expect(ask()).rejects.toThrow('no'), expect(ask()).rejects.toThrow('no')]);
    await expect(ask()).rejects.toThrow('no');
    expect(runs).toBe(2);
  });
});

describe('rerunnable', () => {
  test('whoever asks during a run gets one more, shared by all who asked', async () => {
    const { run, began, end } = work();
    const ask = rerunnable(run);
    const first = ask();
    const [second, third] = [ask(), ask()];
    expect(second).not.toBe(first);
    expect(third).toBe(second);
    expect(began()).toBe(1);
    await end();
    expect(began()).toBe(2);
    await end();
    await expect(Promise.all([first, second, third])).resolves.toHaveLength(3);
    expect(began()).toBe(2);
  });

  test('asking in the very moment in which a run ends starts no second one beside it', async () => {
    let [running, most] = [0, 0];
    const ask = rerunnable(async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(1);
      running -= 1;
    });
    const asked = [ask()];
    void asked[0]?.then(() => asked.push(ask(), ask()));
    asked.push(ask());
    void asked[0]?.finally(() => asked.push(ask()));
    await pause(30);
    await Promise.all(asked);
    expect(most).toBe(1);
  });

  test('a run that fails does not keep the next from beginning', async () => {
    let runs = 0;
    const ask = rerunnable(async () => {
      runs += 1;
      if (runs === 1) throw new Error('no');
    });
    const [first, second] = [ask(), ask()];
    await expect(first).rejects.toThrow('no');
    await expect(second).resolves.toBeUndefined();
  });
});

describe('within', () => {
  test('says whether the work ended in time', async () => {
    expect(await within(1_000, pause(1))).toBe(true);
    expect(await within(1, pause(50))).toBe(false);
  });

  test('passes a failure on in time and keeps a late one quiet', async () => {
    await expect(within(1_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    const late = pause(10).then(() => Promise.reject(new Error('late')));
    expect(await within(1, late)).toBe(false);
    await pause(20); // an unhandled rejection would fail this run
  });
});
