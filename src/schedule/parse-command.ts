import { type Clauses, readClauses } from './clauses.ts';
import { compose } from './compose.ts';
import { mendDayWords } from './mend-words.ts';
import type { Problem, Reading, ReadingContext } from './reading.ts';
import { suggestLine } from './suggest.ts';
import { emptyReading, problemAt, problemOf, settle } from './to-reading.ts';

export { parseWhen } from './parse-when.ts';

const COMMAND_WORD = /^\s*(?:[/!]\s*)?agendar?\b[\s:]*/i;

/**
 * Reads a whole `/agendar` command, with or without its first word: when, to whom and what, in any order.
 *
 * Never throws and never drops a word: what it cannot read is a problem with its place in the text.
 * What the quoted message or the media brings stands in for content that the command lacks.
 */
export function parseCommand(text: string, context: ReadingContext): Reading {
  const { reading, clauses, body } = read(text, context);
  if (reading.problems.length === 0) return reading;
  const suggestion = suggestLine(reading, clauses, body, context);
  // A line that is itself faulty helps nobody.
  const sound = suggestion !== null && read(suggestion, context).reading.problems.length === 0;
  return sound ? { ...reading, suggestion } : reading;
}

function read(text: string, context: ReadingContext): { reading: Reading; clauses: Clauses; body: string } {
  const lead = COMMAND_WORD.exec(text)?.[0].length ?? 0;
  // Blanks in its place keep the positions of everything that follows.
  const body = ' '.repeat(lead) + text.slice(lead);
  const clauses = readClauses(body);
  const first = { ...readingOf(clauses, body, context), body };
  const mended = first.reading.problems.length ? mendDayWords(clauses) : null;
  if (!mended) return first;
  const second = { ...readingOf(readClauses(body, mended), body, context), body };
  return second.reading.problems.length < first.reading.problems.length ? second : first;
}

function readingOf(clauses: Clauses, body: string, context: ReadingContext): { reading: Reading; clauses: Clauses } {
  const { tokens } = clauses;
  const content = contentOf(clauses, body, context);
  const recipients = recipientsOf(clauses, body);
  const composed = compose(clauses.pieces, context, false);
  const when = [
    ...clauses.unread.map(run => problemAt('unread_words', run, tokens, body)),
    ...composed.faults.map(({ fault, at }) => problemOf(fault, at, tokens, body)),
  ];
  const problems = [...(askForHour(when) ?? when), ...recipients.problems, ...content.problems];
  const empty = emptyReading(context.timezone);
  const reading = settle({ ...empty, ...recipients, ...content, problems }, composed, context.now);
  return { reading, clauses };
}

/** "amanhã 9": the one word left over is a number, and an hour is missing. It is asked about, and never taken for one. */
function askForHour(problems: Problem[]): Problem[] | null {
  const [unread, missing] = problems;
  if (problems.length !== 2 || unread?.code !== 'unread_words' || missing?.code !== 'missing_time') return null;
  if (!/^\d{1,2}$/.test(unread.words ?? '') || Number(unread.words) > 23) return null;
  return [{ ...missing, words: unread.words!, span: unread.span!, suggestion: `${unread.words}h` }];
}

function recipientsOf({ recipients, tokens }: Clauses, text: string) {
  const groups = recipients.flatMap(clause => clause.groups);
  const contacts = recipients.flatMap(clause => clause.contacts);
  const numbers = [...new Set(recipients.flatMap(clause => clause.numbers))];
  const here = recipients.some(clause => clause.here);
  const problems = recipients.flatMap(clause =>
    clause.problems.map(problem => problemAt(problem.code, problem, tokens, text)),
  );
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
  const second = [...templates, ...texts].sort((a, b) => a.from - b.from)[1];
  if (second) problems.push(problemAt('two_contents', second, tokens, text));
  if (said.template !== null || said.text !== null) return { ...said, problems };
  if (context.quotedText?.trim()) return { ...said, text: context.quotedText, problems };
  if (!context.hasMedia) problems.push(problemAt('missing_content', templates[0] ?? texts[0] ?? null, tokens, text));
  return { ...said, problems };
}
