import type { Clauses } from './clauses.ts';
import type { Token } from './tokenize.ts';
import { nearDayWord } from './words/near-day-words.ts';

/**
 * The tokens of a text with the slips of its day words undone ("quart feira", "dezmbro"), where nothing else could be made of them.
 *
 * Looks only at words that nobody could read, so that a name is never taken for a day.
 *
 * @returns null where there is nothing to mend
 */
export function mendDayWords({ tokens, unread, pieces }: Clauses): Token[] | null {
  const unknown = pieces.filter(piece => piece.kind === 'fault' && piece.code === 'unknown_weekday');
  let mended = false;
  const copy = [...tokens];
  for (const { from, to } of [...unread, ...unknown])
    for (let at = from; at < to; at++) {
      const token = tokens[at]!;
      const meant = token.kind === 'word' ? nearDayWord(token.text) : null;
      if (meant === null) continue;
      copy[at] = { ...token, text: meant };
      mended = true;
    }
  return mended ? copy : null;
}
