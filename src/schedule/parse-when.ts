import { type Clauses, readPhrase } from './clauses.ts';
import { compose } from './compose.ts';
import { mendDayWords } from './mend-words.ts';
import type { Reading, ReadingContext } from './reading.ts';
import { emptyReading, problemAt, problemOf, settle } from './to-reading.ts';

/**
 * Reads a phrase that says only when, as the API's `when` and the CLI's `--phrase` have it.
 *
 * A date without an hour is a reading of its own (`at` is a bare date), and so is a rule without one (`times` empty): who needs the hour asks.
 * Never throws; faults are in `problems`.
 */
export function parseWhen(text: string, context: ReadingContext): Reading {
  const clauses = readPhrase(text);
  const first = readingOf(text, clauses, context);
  const mended = first.problems.length ? mendDayWords(clauses) : null;
  if (!mended) return first;
  const second = readingOf(text, readPhrase(text, mended), context);
  return second.problems.length < first.problems.length ? second : first;
}

function readingOf(text: string, { tokens, pieces, unread }: Clauses, context: ReadingContext): Reading {
  const composed = compose(pieces, context, true);
  const problems = [
    ...unread.map(run => problemAt('unread_words', run, tokens, text)),
    ...composed.faults.map(({ fault, at }) => problemOf(fault, at, tokens, text)),
  ];
  return settle({ ...emptyReading(context.timezone), problems }, composed, context.now);
}
