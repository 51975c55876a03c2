import { expect, test } from 'vitest';
import { setups } from '../../bench/installation.ts';
import { measureReceipts } from '../../bench/receipts.ts';

// `npm run bench -- receipts` does the same with ten thousand.
test.for(setups())(
  'receipts in any order, one to five times, before the answer and under a LID: the statuses are right (%s)',
  {
    timeout: 120_000,
  },
  async setup => {
    const { webhooks, posts, wrong } = await measureReceipts({ setup, webhooks: 250, seed: 20_261_124 });
    expect(webhooks).toBeGreaterThanOrEqual(250);
    expect(posts).toBeGreaterThan(2 * webhooks);
    expect(wrong).toEqual([]);
  },
);
