import { canonicalWord, fold } from './normalize.ts';

/**
 * A piece of text: a word (letters only), a number (digits only), a quoted passage, or a mark (any other single character).
 * "9h30" is three glued tokens, so that no reader needs to take words apart.
 */
export interface Token {
  kind: 'word' | 'number' | 'quote' | 'mark' | 'rest';
  /** Words: folded and corrected. Numbers: the digits. Quotes: what is inside, as typed. Marks: the character. */
  text: string;
  /** UTF-16 positions in the original text. */
  start: number;
  end: number;
  /** No space before it. */
  glued: boolean;
  /** First of its line. */
  firstOfLine: boolean;
}

const WORD = /[\p{L}\p{M}°]+/uy;
const NUMBER = /\d+/y;
// Invisible characters that keyboards and emoji leave behind count as space.
const SPACE = /(?:\s|\u200b|\u200c|\u200d|\u2060|\ufeff|\ufe0f)+/uy;
const DASHES = new Set(['–', '—', '−', '‑', '‐']);

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”“"'],
  ['”', '”"'],
  ['„', '”“"'],
  ['«', '»'],
  ['‘', '’'],
  ["'", "'’"],
  ['`', '`'],
]);
const AFTER_QUOTE = /[\s,.;:!?)\]]/;
const BEFORE_QUOTE = /[\s=:(,]/;

/** No command has more words than this before its message; what comes after is one token that nothing reads. */
const MAX_TOKENS = 800;

/** Splits a text into tokens. Linear in its length; spaces are dropped, every other character is in some token. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  let glued = false;
  let firstOfLine = true;
  const push = (kind: Token['kind'], content: string, end: number) => {
    tokens.push({ kind, text: content, start: at, end, glued, firstOfLine });
    at = end;
    glued = true;
    firstOfLine = false;
  };
  while (at < text.length) {
    if (tokens.length >= MAX_TOKENS) {
      push('rest', '', text.length);
      break;
    }
    const space = matchAt(SPACE, text, at);
    if (space) {
      at += space.length;
      glued = false;
      firstOfLine ||= space.includes('\n');
      continue;
    }
    const word = matchAt(WORD, text, at);
    if (word) {
      push('word', canonicalWord(fold(word.replaceAll('°', 'o'))), at + word.length);
      continue;
    }
    const number = matchAt(NUMBER, text, at);
    if (number) {
      push('number', number, at + number.length);
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at)!);
    const close = closingQuote(text, at, character, unclosed);
    if (close !== null) push('quote', text.slice(at + 1, close), close + 1);
    else push('mark', DASHES.has(character) ? '-' : character, at + character.length);
  }
  return text.includes('/') ? joinSlashShorthands(tokens) : tokens;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Where the quote that opens at `at` closes; null when it opens nothing (an apostrophe, an inch mark, a forgotten end). */
function closingQuote(text: string, at: number, open: string, unclosed: Set<string>): number | null {
  const closers = CLOSING.get(open);
  // One fruitless search is enough: what no later character closed, none will.
  if (!closers || unclosed.has(open) || (at > 0 && !BEFORE_QUOTE.test(text[at - 1]!))) return null;
  for (let end = at + 1; end < text.length; end++) {
    if (closers.includes(text[end]!) && (end + 1 === text.length || AFTER_QUOTE.test(text[end + 1]!))) return end;
  }
  unclosed.add(open);
  return null;
}

const SLASHED: ReadonlyMap<string, string> = new Map([
  ['p', 'para'],
  ['c', 'com'],
  ['d', 'de'],
]);

/** "p/ grupo": the letter and its slash are one word. */
function joinSlashShorthands(tokens: Token[]): Token[] {
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    if (token.text === '/' && token.glued && before && SLASHED.has(before.text)) return [];
    const written = token.kind === 'word' && next?.text === '/' && next.glued ? SLASHED.get(token.text) : undefined;
    return written && next ? [{ ...token, text: written, end: next.end }] : [token];
  });
}
