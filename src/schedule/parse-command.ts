import { type Clauses, readClauses, wordsOf } from './clauses.ts';
import { compose } from './compose.ts';
import { commandSpan } from './formatting.ts';
import { isPlaceholder } from './placeholders.ts';
import type { Problem, Reading, ReadingContext } from './reading.ts';
import { type Attempt, withLines } from './suggest.ts';
import { emptyReading, problemAt, problemOf, settle } from './to-reading.ts';

export { parseWhen } from './parse-when.ts';

/** The first word of a command; marks that make it bold end with it. */
const COMMAND_WORD = /^\s*(?:[/!]\s*)?agendar?\b(?:[*_~`]+(?=\s|$))?[\s:]*/i;

/**
 * Reads a whole `/agendar` command, with or without its first word: when, to whom and what, in any order.
 *
 * Never throws and never drops a word: what it cannot read is a problem with its place in the text, and where it can be
 * told what the words amount to, there is a line to copy.
 * What the quoted message or the media brings stands in for content that the command lacks.
 */
export function parseCommand(text: string, context: ReadingContext): Reading {
  const attempt = attemptCommand(text, context);
  if (attempt.reading.problems.length === 0) return attempt.reading;
  return withLines(attempt, { command: '/agendar', context, read: line => attemptCommand(line, context) });
}

/** Reads a command like {@link parseCommand}, for those who need no line to copy. */
export function readCommand(text: string, context: ReadingContext): Reading {
  return attemptCommand(text, context).reading;
}

/** Reads a command, with the parts that it was taken apart into. */
export function attemptCommand(text: string, context: ReadingContext): Attempt {
  const { start, end } = commandSpan(text);
  const lead = start + (COMMAND_WORD.exec(text.slice(start, end))?.[0].length ?? 0);
  // Blanks in its place keep the positions of everything that follows.
  const body = ' '.repeat(lead) + text.slice(lead, end);
  const clauses = readClauses(body);
  const { tokens, pieces } = clauses;
  const content = contentOf(clauses, body, context);
  const recipients = recipientsOf(clauses, body);
  const composed = compose(pieces, context, false);
  const when = [
    ...clauses.unread.map(run => problemAt('unread_words', run, tokens, body)),
    ...composed.faults.map(({ fault, at }) => problemOf(fault, at, tokens, body)),
  ];
  const problems = [...(askForHour(when) ?? when), ...recipients.problems, ...content.problems];
  const said = problems.length === 0 ? [] : pieces.map(piece => wordsOf(piece, tokens, body));
  const empty = { ...emptyReading(context.timezone), said };
  const reading = settle({ ...empty, ...recipients, ...content, problems }, composed, context.now);
  return { reading, clauses, body };
}

/** "amanhã 9": the one word left over is a number, and an hour is missing. It is asked about, and never taken for one. */
function askForHour(problems: Problem[]): Problem[] | null {
  const [unread, missing] = problems;
  if (problems.length !== 2 || unread?.code !== 'unread_words' || missing?.code !== 'missing_time') return null;
  if (!/^\d{1,2}$/.test(unread.words ?? '') || Number(unread.words) > 23) return null;
  return [{ ...missing, words: unread.words!, span: unread.span!, suggestion: `${unread.words}h` }];
}

function recipientsOf({ recipients, tokens }: Clauses, text: string) {
  const named = (names: string[]) => names.filter(name => !isPlaceholder(name));
  const groups = named(recipients.flatMap(clause => clause.groups));
  const contacts = named(recipients.flatMap(clause => clause.contacts));
  const numbers = [...new Set(recipients.flatMap(clause => clause.numbers))];
  const here = recipients.some(clause => clause.here);
  const problems = recipients.flatMap(clause => [
    ...clause.problems.map(problem => problemAt(problem.code, problem, tokens, text)),
    ...[...clause.groups, ...clause.contacts]
      .filter(isPlaceholder)
      .map(words => problemAt('missing_recipient', null, tokens, text, { words })),
  ]);
  const nobody = groups.length + contacts.length + numbers.length === 0 && !here && problems.length === 0;
  return {
    groups,
    contacts,
    numbers,
    here,
    problems: nobody ? [problemAt('missing_recipient', null, tokens, text)] : problems,
  };
}

function contentOf({ contents, tokens }: Clauses, text: string, context: ReadingContext) {
  const templates = contents.filter(clause => clause.kind === 'template');
  const texts = contents.filter(clause => clause.kind === 'text');
  const vars = Object.fromEntries(
    contents.filter(clause => clause.kind === 'var').map(clause => [clause.name, clause.value]),
  );
  const said = { template: templates[0]?.name ?? null, vars, text: texts[0]?.text ?? null };
  const problems: Problem[] = [];
  const words = [said.template, said.text].find(content => content !== null && isPlaceholder(content));
  if (words) {
    problems.push(problemAt('missing_content', null, tokens, text, { words }));
    return { template: null, vars, text: null, problems };
  }
  const second = [...templates, ...texts].sort((a, b) => a.from - b.from)[1];
  if (second) problems.push(problemAt('two_contents', second, tokens, text));
  if (said.template !== null || said.text !== null) return { ...said, problems };
  if (context.quotedText?.trim()) return { ...said, text: context.quotedText, problems };
  if (!context.hasMedia) problems.push(problemAt('missing_content', templates[0] ?? texts[0] ?? null, tokens, text));
  return { ...said, problems };
}
