import type { Em } from '../db/orm.ts';
import { type NamedType, namesOfKeys } from './known-names.ts';
import { nameKey } from './names.ts';

/** A name of somebody or of some place that stands in a text. */
export interface NameWithin {
  readonly type: NamedType;
  readonly id: number;
  readonly name: string;
  /** Half-open range of UTF-16 positions. */
  readonly start: number;
  readonly end: number;
}

/** More words than a name has. */
const MAX_WORDS = 8;
/** A name stands before the message, and no command has more words there. */
const MAX_TEXT_WORDS = 120;

/** Half open. */
type Range = Pick<NameWithin, 'start' | 'end'>;

/**
 * The names that a text holds whole, without case, accents, punctuation and emoji, the longest first.
 *
 * @param around only those that share a word with one of these ranges
 */
export async function namesWithin(
  em: Em,
  text: string,
  around: readonly Range[] = [{ start: 0, end: text.length }],
): Promise<NameWithin[]> {
  const runs = runsOf(text, around);
  const found: NameWithin[] = [];
  for (const type of ['group', 'contact'] as const) {
    for (const { id, name, key } of await namesOfKeys(em, type, runs.keys())) {
      for (const run of runs.get(key) ?? []) found.push({ type, id, name, ...run });
    }
  }
  return found.sort((one, other) => other.end - other.start - (one.end - one.start));
}

/** Runs of whole words, without the signs around them, by the key that they would be as a name. */
function runsOf(text: string, around: readonly Range[]): Map<string, Range[]> {
  const words = [...text.matchAll(/\S+/gu)]
    .slice(0, MAX_TEXT_WORDS)
    .map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  const runs = new Map<string, Range[]>();
  for (const [from, first] of words.entries()) {
    for (const last of words.slice(from, from + MAX_WORDS)) {
      const run = withoutSigns(text, first.start, last.end);
      if (!run || !around.some(range => range.start < run.end && run.start < range.end)) continue;
      const key = nameKey(text.slice(run.start, run.end));
      const others = runs.get(key);
      if (!others) runs.set(key, [run]);
      // "grupo - vendas": the run with the dash before it is the same one.
      else if (!others.some(({ start, end }) => start === run.start && end === run.end)) others.push(run);
    }
  }
  return runs;
}

const ENDING_SIGNS = /[^\p{L}\p{M}\p{N}]+$/u;
/** "Vendas (Loja 1)," ends with the bracket. */
const ENDING_SIGNS_BUT_BRACKET = /[^\p{L}\p{M}\p{N})]+$/u;

/** Null where nothing but signs is left. */
function withoutSigns(text: string, start: number, end: number): Range | null {
  const inside = text.slice(start, end);
  const before = /^[^\p{L}\p{N}]*/u.exec(inside)![0].length;
  const after =
    inside.length - inside.replace(inside.includes('(') ? ENDING_SIGNS_BUT_BRACKET : ENDING_SIGNS, '').length;
  return before + after >= inside.length ? null : { start: start + before, end: end - after };
}
