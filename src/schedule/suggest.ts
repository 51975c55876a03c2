import type { Clauses } from './clauses.ts';
import type { Lines, Reading, ReadingContext } from './reading.ts';
import { takenApart } from './suggest-apart.ts';
import { type Edit, edited, sampled } from './suggest-edits.ts';
import { filled } from './suggest-fill.ts';
import { keeps } from './suggest-keeps.ts';
import { quotedName, quotedText } from './suggest-quotes.ts';
import { herMessage, knownDay, unknownName } from './suggest-unread.ts';
import { respelt } from './suggest-words.ts';

/** A command as read, with what it was taken apart into. */
export interface Attempt {
  reading: Reading;
  clauses: Clauses;
  /** What was read: the text with blanks for its command word. */
  body: string;
}

/** What a line to copy is made for. */
export interface Task {
  /** The word that it begins with: `/agendar`. */
  command: string;
  context: ReadingContext;
  /** Reads a line of this command. */
  read: (line: string) => Attempt;
}

/** Several readings that are all possible are worth a choice; more are none. */
const MAX_LINES = 3;

/** Ways to mend the words of a command, each giving whole commands; what is certain comes before what is likely. */
const MENDS: readonly ((first: Attempt, task: Task) => string[])[] = [
  quotedText,
  quotedName,
  respelt,
  ({ body }) => [body],
  unknownName,
  knownDay,
  herMessage,
];

/**
 * The reading with the lines to copy that its text amounts to.
 *
 * A line is a claim: "this is what you wrote, as far as that is known". It is her own text with the faulty words mended
 * and what lacks as a place to fill in, and it is offered only if reading it again finds everything that was understood
 * and nothing else.
 */
export function withLines(first: Attempt, task: Task): Reading {
  const lines = linesOf(first, task);
  if (!lines) return first.reading;
  const [line] = lines.texts;
  return lines.texts.length === 1 ? { ...first.reading, suggestion: line! } : { ...first.reading, lines };
}

function linesOf(first: Attempt, task: Task): Lines | null {
  const parts = takenApart(first);
  if (parts) {
    // Each has to keep what is its own.
    const each = parts.map(body => finished(task.read(body), body, task));
    return each.every(texts => texts.length === 1) ? { take: 'each', texts: each.flat() } : null;
  }
  for (const mend of MENDS) {
    const texts = [...new Set(mend(first, task).flatMap(body => finished(first, body, task)))];
    if (texts.some(line => isSame(line, first, task))) return null;
    if (texts.length > 0) return texts.length > MAX_LINES ? null : { take: 'one', texts };
  }
  return null;
}

/** The lines that a text with mended words makes, with what it still lacks filled in; none that does not hold. */
function finished(first: Attempt, body: string, task: Task): string[] {
  const attempt = body === first.body ? first : task.read(body);
  return filled(attempt, task.context).flatMap(edits => {
    const line = `${task.command} ${edited(body, edits).trim()}`.trim();
    return holds(first, line, { body, edits }, task) ? [line] : [];
  });
}

/** The very line that failed helps nobody. */
function isSame(line: string, { body }: Attempt, { command }: Task): boolean {
  const bare = (text: string) => text.replace(/\s+/g, '');
  return bare(line) === bare(`${command}${body}`);
}

function holds(first: Attempt, line: string, { body, edits }: { body: string; edits: Edit[] }, task: Task): boolean {
  // A place to fill in is no fault of the line; with something in it, all of it must be sound.
  const isSound = sampled(edits).some(sample => {
    const again = task.read(edited(body, sample));
    return again.reading.problems.length === 0 && keeps(first, again, sample);
  });
  const hasPlaces = edits.some(edit => edit.samples !== undefined);
  return isSound && (!hasPlaces || task.read(line).reading.problems.length > 0);
}
