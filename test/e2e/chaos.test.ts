import { expect, test } from 'vitest';
import { runChaos } from '../../bench/chaos/run.ts';

// `npm run bench -- chaos` does the same with two thousand messages and ten kills, and on MySQL and MongoDB.
test('a hundred messages, a gateway with bad days and two kills: none is lost, none doubled', {
  timeout: 240_000,
}, async () => {
  const run = await runChaos({ setup: 'embedded', seed: 6, messages: 100, kills: 2, waitSeconds: 1 });
  expect(run.faults).toEqual([]);
  expect(run).toMatchObject({ doubled: 0, lost: 0, kills: 2 });
  expect(run.arrived + run.asked + run.failedAndTold).toBe(run.promised);
});
