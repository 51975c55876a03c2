import { expect, test } from 'vitest';
import { waitPrecisely } from '../../src/delivery/wait-precisely.ts';

test.each([-5, 0, 1, 3, 20])('%d ms are waited for in full', async ms => {
  const started = performance.now();
  await waitPrecisely(ms);
  expect(performance.now() - started).toBeGreaterThanOrEqual(ms);
});

test('others take their turns meanwhile', async () => {
  const order: string[] = [];
  const waited = waitPrecisely(3).then(() => order.push('waited'));
  await new Promise(resolve => setTimeout(resolve, 1));
  order.push('another');
  await waited;
  expect(order).toEqual(['another', 'waited']);
});
