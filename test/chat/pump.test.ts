import { expect, onTestFinished, test } from 'vitest';
import { createPump } from '../../src/chat/pump.ts';
import { silentLogger } from '../../src/logger.ts';
import { until } from './helpers.ts';

test('a nudge before the start takes nothing: what a crash left claimed is tidied up first', async () => {
  const waiting = ['one', 'two'];
  const handled: string[] = [];
  const pump = createPump<string>({
    ...{ name: 'test', concurrency: 2, scanMs: 60_000, logger: silentLogger },
    take: async room => waiting.splice(0, room),
    handle: async item => void handled.push(item),
  });
  onTestFinished(() => pump.stop({ timeoutMs: 1_000 }));
  pump.nudge();
  await new Promise(setImmediate);
  expect(waiting).toEqual(['one', 'two']);
  pump.start();
  await until(() => handled.length === 2);
  waiting.push('three');
  pump.nudge();
  await until(() => handled.includes('three'));
});

test('what comes by the thousand is looked for together, after the first look', async () => {
  const waiting = ['one'];
  const looks: string[][] = [];
  const pump = createPump<string>({
    ...{ name: 'test', concurrency: 1, scanMs: 60_000, gatherMs: 60, logger: silentLogger },
    async take() {
      looks.push(waiting.splice(0));
      return looks.at(-1)!;
    },
    handle: async () => {},
  });
  onTestFinished(() => pump.stop({ timeoutMs: 1_000 }));
  pump.start();
  for (const item of ['two', 'three', 'four']) {
    await new Promise(setImmediate);
    waiting.push(item);
    pump.nudge();
  }
  await until(() => looks.length === 2);
  expect(looks).toEqual([['one'], ['two', 'three', 'four']]);
  waiting.push('five');
  await pump.drain(); // waits for nothing
  expect(looks[2]).toEqual(['five']);
});
