import type { Placed, SaidTime } from './pieces.ts';
import type { Reading } from './reading.ts';
import type { Attempt } from './suggest.ts';
import type { Edit } from './suggest-edits.ts';

/**
 * Whether a line keeps what was understood of a text: every hour, recipient, option and word to be sent is in it, and it
 * adds no hour that is neither in the text nor asked for by the fault itself.
 */
export function keeps(first: Attempt, again: Attempt, edits: readonly Edit[]): boolean {
  const before = first.reading;
  const after = again.reading;
  return keepsHours(first, again, edits) && keepsPeople(before, after) && keepsContent(before, after, first.body);
}

function keepsHours(first: Attempt, again: Attempt, edits: readonly Edit[]): boolean {
  const before = hoursOf(first.clauses.pieces);
  const after = hoursOf(again.clauses.pieces);
  const isWanted = edits.some(({ text }) => /\d/.test(text)) || first.reading.problems.some(isOfHours);
  // An hour that became part of her message or of a name, or was taken for it, is still there to be read.
  if (first.reading.text !== again.reading.text) return true;
  const isInName = namesOf(first.reading).join() !== namesOf(again.reading).join();
  const kept = isInName || [...before].every(hour => after.has(hour));
  return kept && (isWanted || [...after].every(hour => before.has(hour)));
}

/** Words that were no hour before may be one when they are mended. */
const isOfHours = ({ code }: Reading['problems'][number]) =>
  code === 'unread_words' || code === 'invalid_time' || code === 'ambiguous_time';

function hoursOf(pieces: readonly Placed[]): Set<number> {
  return new Set(pieces.flatMap(timesIn).map(({ second }) => second));
}

function timesIn(piece: Placed): SaidTime[] {
  if (piece.kind === 'times') return piece.times;
  if (piece.kind === 'window') return [piece.opens, piece.closes];
  return piece.kind === 'start_time' || piece.kind === 'until_time' ? [piece.time] : [];
}

const namesOf = ({ groups, contacts }: Reading) => [...groups, ...contacts];

/** A name may have been cut short by, or run on into, the words that were mended. */
function keepsPeople(before: Reading, after: Reading): boolean {
  const isKept = (name: string) =>
    namesOf(after).some(kept => kept.startsWith(name) || name.startsWith(kept)) ||
    (before.text === null && after.text?.includes(name));
  const sameHere = before.here === after.here || !before.here;
  return namesOf(before).every(isKept) && before.numbers.every(number => after.numbers.includes(number)) && sameHere;
}

function keepsContent(before: Reading, after: Reading, text: string): boolean {
  const isHers = (words: string | null, kept: string | null) =>
    words === null || (kept !== null && words.startsWith(kept) && text.includes(kept));
  return (
    isHers(before.text, after.text) &&
    (before.template === null || before.template === after.template) &&
    Object.entries(before.vars).every(([name, value]) => after.vars[name] === value) &&
    (before.options.mention_all ? after.options.mention_all : true) &&
    (before.options.catch_up === null || before.options.catch_up === after.options.catch_up)
  );
}
