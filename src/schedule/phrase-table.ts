import type { Token } from './tokenize.ts';

interface Entry<T> {
  words: readonly string[];
  value: T;
}

/**
 * Phrases of one or more folded words → values. Looking up costs one step where the first word is not in the table,
 * whatever its size; of several that fit the longest wins ("mato grosso do sul" before "mato grosso").
 */
export class PhraseTable<T> {
  private readonly byFirstWord = new Map<string, Entry<T>[]>();

  constructor(entries: Iterable<readonly [phrase: string, value: T]>) {
    for (const [phrase, value] of entries) {
      const words = phrase.split(' ');
      const rivals = this.byFirstWord.get(words[0]!) ?? [];
      rivals.push({ words, value });
      this.byFirstWord.set(words[0]!, rivals);
    }
    for (const rivals of this.byFirstWord.values()) rivals.sort((a, b) => b.words.length - a.words.length);
  }

  /** The phrase that begins at a token, and the token after it. A hyphen between two of its words does not matter. */
  match(tokens: readonly Token[], at: number): { value: T; next: number } | null {
    const first = tokens[at];
    const rivals = first?.kind === 'word' ? this.byFirstWord.get(first.text) : undefined;
    if (!rivals) return null;
    for (const { words, value } of rivals) {
      const next = endOf(words, tokens, at);
      if (next >= 0) return { value, next };
    }
    return null;
  }
}

function endOf(words: readonly string[], tokens: readonly Token[], from: number): number {
  let at = from + 1;
  for (let index = 1; index < words.length; index++) {
    if (tokens[at]?.text === '-') at++;
    const token = tokens[at++];
    if (token?.kind !== 'word' || token.text !== words[index]) return -1;
  }
  return at;
}

/** Phrases without values. */
export type PhraseSet = PhraseTable<true>;

/** A table that only tells whether a phrase is in it. */
export function phraseSet(phrases: Iterable<string>): PhraseSet {
  return new PhraseTable(Array.from(phrases, phrase => [phrase, true] as const));
}

/** Several spellings for each value. */
export function phraseTable<T>(entries: Iterable<readonly [value: T, phrases: readonly string[]]>): PhraseTable<T> {
  return new PhraseTable(
    Array.from(entries).flatMap(([value, phrases]) => phrases.map(phrase => [phrase, value] as const)),
  );
}
