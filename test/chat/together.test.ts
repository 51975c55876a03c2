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

test('what comes alone is written at once, what comes meanwhile together and in order', async () => {
  const { writes, write } = slowWrites();
  const add = together(write, 10);
  const all = ['a', 'b', 'c'].map(add);
  expect(writes.map(({ items }) => items)).toEqual([['a']]);
  writes[0]!.end();
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([['a'], ['b', 'c']]);
  writes[1]!.end();
  expect(await Promise.all(all)).toEqual([1, 2, 2]);
});

test('never more in one write than it is allowed', async () => {
  const sizes: number[] = [];
  const add = together(async (items: number[]) => sizes.push(items.length), 3);
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(add));
  expect(sizes).toEqual([1, 3, 3, 1]);
});

test('one that cannot be written fails alone', async () => {
  const { writes, write } = slowWrites();
  const add = together(write, 10);
  const ended = Promise.allSettled(['a', 'b', 'bad', 'c'].map(add));
  for (let nth = 0; nth < 5; nth++) {
    writes[nth]!.end();
    await turn();
  }
  expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(writes.map(({ items }) => items)).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
});
