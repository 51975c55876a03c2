import type { Clauses } from './clauses.ts';
import { unformatted } from './formatting.ts';
import type { Lines, Reading, ReadingContext } from './reading.ts';
import { joinedHours, takenApart } from './suggest-apart.ts';
import { type Edit, edited, sampled } from './suggest-edits.ts';
import { filled } from './suggest-fill.ts';
import { keeps } from './suggest-keeps.ts';
import { longNames, quotedName, quotedText } from './suggest-quotes.ts';
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

/** Nobody copies a longer line; the longest message that WhatsApp takes still fits. */
const MAX_LENGTH = 6000;

/** Several readings that are all possible are worth a choice; more are none. */
const MAX_LINES = 3;

/** Ways to mend the words of a command, each giving whole commands; what is certain comes before what is likely. */
const MENDS: readonly ((first: Attempt, task: Task) => string[])[] = [
  quotedText,
  quotedName,
  respelt,
  joinedHours,
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
  if (first.body.length > MAX_LENGTH) return first.reading;
  const reading = withLongNames(first);
  const plain = withoutMarks(first);
  const lines = linesOf(plain === first.body ? first : task.read(plain), task);
  if (!lines) return reading;
  const [line] = lines.texts;
  return lines.texts.length === 1 ? { ...reading, suggestion: line! } : { ...reading, lines };
}

/** Words that were no time, and may be the end of a name, say so. */
function withLongNames(attempt: Attempt): Reading {
  const names = longNames(attempt);
  if (names.length === 0) return attempt.reading;
  const { tokens } = attempt.clauses;
  const problems = attempt.reading.problems.map(problem => {
    const { code, span } = problem;
    const long = names.find(({ from, to }) => {
      if (!span) return false;
      const start = tokens[from]!.start;
      return code === 'missing_recipient' ? start >= span.end : start <= span.start && tokens[to - 1]!.end === span.end;
    });
    return long ? { ...problem, longName: { type: long.type, name: long.name } } : problem;
  });
  return { ...attempt.reading, problems };
}

/** The text without the marks around single words; what is to be sent keeps its own. */
function withoutMarks({ clauses: { contents, tokens }, body }: Attempt): string {
  const plain = unformatted(body);
  if (plain === body) return body;
  const message = contents.find(({ kind }) => kind === 'text');
  const end = message ? tokens[message.from]!.start : body.length;
  return plain.slice(0, end).replace(/ {2,}/g, ' ') + body.slice(end);
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
