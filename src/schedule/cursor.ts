import { type PhraseSet, type PhraseTable, phraseSet } from './phrase-table.ts';
import type { Token } from './tokenize.ts';
import { SMALL_NUMBERS, TENS } from './words/numbers.ts';

const literals = new WeakMap<TemplateStringsArray, PhraseSet>();

/** The phrases of a literal are put in a table once for the place in the code where it stands. */
function literalSet(literal: TemplateStringsArray): PhraseSet {
  let set = literals.get(literal);
  if (!set) {
    set = phraseSet(literal[0]!.split('|'));
    literals.set(literal, set);
  }
  return set;
}

/** A place in a row of tokens, with the small readings that every recogniser is made of. Each moves on only when it succeeds. */
export class Cursor {
  readonly tokens: readonly Token[];
  at: number;

  constructor(tokens: readonly Token[], at = 0) {
    this.tokens = tokens;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** Whether the next token is one of these words or marks. */
  sees(...texts: string[]): boolean {
    const token = this.tokens[this.at];
    return token !== undefined && token.kind !== 'quote' && texts.includes(token.text);
  }

  /** Takes the next token when it is one of these words or marks. */
  take(...texts: string[]): boolean {
    if (!this.sees(...texts)) return false;
    this.at++;
    return true;
  }

  /** Takes a mark that touches the token before it: the colon of "9:30". */
  takeGlued(...texts: string[]): boolean {
    return this.peek()?.glued === true && this.take(...texts);
  }

  /** Takes one of these phrases, written as a literal: cursor.phrase`que vem|da semana que vem`. The longest that fits wins. */
  phrase(literal: TemplateStringsArray): boolean {
    return this.find(literalSet(literal)) !== null;
  }

  /** Takes a phrase of a table and returns its value. */
  find<T>(table: PhraseTable<T>): T | null {
    const match = table.match(this.tokens, this.at);
    if (!match) return null;
    this.at = match.next;
    return match.value;
  }

  /** Takes a word found in a table and returns its entry. */
  lookUp<T>(table: ReadonlyMap<string, T>): T | null {
    const token = this.peek();
    if (token?.kind !== 'word') return null;
    const entry = table.get(token.text);
    if (entry === undefined) return null;
    this.at++;
    return entry;
  }

  /** Takes a number in digits, of at most `maxDigits`. */
  digits(maxDigits = 4): number | null {
    const token = this.peek();
    if (token?.kind !== 'number' || token.text.length > maxDigits) return null;
    this.at++;
    return Number(token.text);
  }

  /** Takes a cardinal in digits or words up to 99 ("vinte e quatro"), no greater than `max`. */
  number(max = 9999): number | null {
    const start = this.at;
    const value = this.digits() ?? this.numberWords(max);
    if (value !== null && value <= max) return value;
    this.at = start;
    return null;
  }

  /** Takes a cardinal in words. "vinte e trinta" stops at vinte; "vinte e cinco" does too where 25 would be more than `max`. */
  numberWords(max = 99): number | null {
    const tens = this.lookUp(TENS);
    if (tens === null) return this.lookUp(SMALL_NUMBERS);
    const start = this.at;
    if (this.take('e')) {
      const unit = this.lookUp(SMALL_NUMBERS);
      if (unit !== null && unit > 0 && unit < 10 && tens + unit <= max) return tens + unit;
      this.at = start;
    }
    return tens;
  }

  /** Runs a reading and goes back to where it was when the reading fails. */
  attempt<T>(read: (cursor: Cursor) => T | null): T | null {
    const start = this.at;
    const result = read(this);
    if (result === null) this.at = start;
    return result;
  }

  /** Whether a reading would succeed here; does not move. */
  wouldRead(read: (cursor: Cursor) => unknown): boolean {
    const start = this.at;
    const result = read(this);
    this.at = start;
    return result !== null && result !== false;
  }
}
