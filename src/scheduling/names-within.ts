import type { Em } from '../db/orm.ts';
import { contactNames, groupNames } from './find-recipients.ts';
import { foldName } from './names.ts';

/** A name of somebody or of some place that stands in a text. */
export interface NameWithin {
  readonly type: 'group' | 'contact';
  readonly name: string;
  /** Half-open range of UTF-16 positions. */
  readonly start: number;
  readonly end: number;
}

/** More words than a name has. */
const MAX_WORDS = 8;

/** The names of several words that a text holds whole, without case and accents, the longest first. */
export async function namesWithin(em: Em, text: string): Promise<NameWithin[]> {
  const words = [...text.matchAll(/\S+/gu)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  const runs = new Map<string, { start: number; end: number }>();
  for (const [from, { start }] of words.entries()) {
    for (const { end } of words.slice(from + 1, from + MAX_WORDS))
      runs.set(foldName(text.slice(start, end)), { start, end });
  }
  const groups = (await groupNames(em)).map(one => ({ type: 'group' as const, ...one }));
  const contacts = (await contactNames(em)).map(one => ({ type: 'contact' as const, ...one }));
  return [...groups, ...contacts]
    .flatMap(({ type, key, value: { name } }) => {
      const run = runs.get(key);
      return run ? [{ type, name, ...run }] : [];
    })
    .sort((one, other) => other.end - other.start - (one.end - one.start));
}
