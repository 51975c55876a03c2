import { MEANT } from './words/spelling.ts';

const COMBINING = /\p{M}/gu;
const PLAIN = /^[a-z]*$/;

/** Lower case, no accents: how words, names and codes are compared. `Terça` → `terca`, `1º` → `1o`. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return PLAIN.test(lower) ? lower : lower.normalize('NFKD').replace(COMBINING, '');
}

/** The word that was meant: shorthands written out, slips of the thumb undone ("amnha", "setxa", "segundda"). Expects folded text. */
export function canonicalWord(folded: string): string {
  return MEANT.get(folded) ?? folded;
}
