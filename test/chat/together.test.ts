import { expect, test } from 'vitest';
import { together } from '../../src/chat/together.ts';

/** A write that ends when it is told to. */
function slowWrites() {
  const writes: { items: string[]; end: () => void }[] = [];
  const write = (items: string[]) =>
    new Promise<number>((resolve, reject) => {
      const end = () => (items.includes('bad') ? reject(new Error('bad')) : resolve(items.length));
      writes.push({ items, end });
    });
  return { writes, write };
}

const turn = () => new Promise(resolve => setImmediate(resolve));

test('what comes in one turn is written together, and what comes meanwhile, in order', async () => {
  const { writes, write } = slowWrites();
  const add = together(write, 10);
  const all = ['a', 'b'].map(add);
  await turn();
  all.push(...['c', 'd'].map(add));
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([['a', 'b']]);
  writes[0]!.end();
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  writes[1]!.end();
  expect(await Promise.all(all)).toEqual([2, 2, 2, 2]);
});

test('never more in one write than it is allowed', async () => {
  const sizes: number[] = [];
  const add = together(async (items: number[]) => sizes.push(items.length), 3);
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(add));
  expect(sizes).toEqual([3, 3, 2]);
});

test('one that cannot be written fails alone', async () => {
  const { writes, write } = slowWrites();
  const add = together(write, 10);
  const ended = Promise.allSettled(['a', 'bad', 'c'].map(add));
  await turn();
  for (let nth = 0; nth < 4; nth++) {
    writes[nth]!.end();
    await turn();
  }
  expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(writes.map(({ items }) => items)).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
});
