import { expect, test } from 'vitest';
import { waitPrecisely } from '../../src/delivery/wait-precisely.ts';

test.each([-5, 0, 1, 3, 20])('%d ms are waited for in full', async ms => {
  const started = performance.now();
  await waitPrecisely(ms);
  expect(performance.now() - started).toBeGreaterThanOrEqual(ms);
});

test('others take their turns meanwhile', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('another')); // before it: on a busy machine the wait may be over at its first look
  await waitPrecisely(3);
  order.push('waited');
  expect(order).toEqual(['another', 'waited']);
});
