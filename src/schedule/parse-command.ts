import { type Clauses, readClauses, wordsOf } from './clauses.ts';
import { type Composed, compose } from './compose.ts';
import { commandSpan } from './formatting.ts';
import { mendDayWords } from './mend-words.ts';
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
 * Never throws and never drops a word: what it cannot read is a problem with its place in the text.
 * What the quoted message or the media brings stands in for content that the command lacks.
 */
export function parseCommand(text: string, context: ReadingContext): Reading {
  const { reading, composed } = attemptCommand(text, context);
  return settle(reading, composed, context.now);
}

/** Reads a command like {@link parseCommand}, with the lines to copy that a faulty one amounts to. */
export function correctCommand(text: string, context: ReadingContext): Reading {
  const attempt = attemptCommand(text, context);
  const reading = settle(attempt.reading, attempt.composed, context.now);
  if (reading.problems.length === 0) return reading;
  const read = (line: string) => attemptCommand(line, context);
  return withLines({ ...attempt, reading }, { command: '/agendar', context, read });
}

/** Takes a command apart and puts its when together; its reading is not settled yet: it lacks the coming sends. */
export function attemptCommand(text: string, context: ReadingContext): Attempt & { composed: Composed } {
  const span = commandSpan(text);
  const word = COMMAND_WORD.exec(text.slice(span.start, span.end))?.[0] ?? '';
  // Without its word, marks at the beginning belong to what they stand before: "*amanhã* 9h".
  const isWrapped = word !== '' || span.end < text.trimEnd().length;
  const [lead, end] = isWrapped ? [span.start + word.length, span.end] : [0, text.length];
  // Blanks in its place keep the positions of everything that follows.
  const body = ' '.repeat(lead) + text.slice(lead, end);
  const clauses = readClauses(body);
  const first = attemptOn(clauses, body, context);
  const mended = first.reading.problems.length ? mendDayWords(clauses) : null;
  if (!mended) return first;
  const second = attemptOn(readClauses(body, mended), body, context);
  return second.reading.problems.length < first.reading.problems.length ? second : first;
}

function attemptOn(clauses: Clauses, body: string, context: ReadingContext): Attempt & { composed: Composed } {
  const { tokens, pieces } = clauses;
  const content = contentOf(clauses, body, context);
  const recipients = recipientsOf(clauses, body);
  const composed = compose(pieces, context, false);
  const when = [
    ...clauses.unread.map(run => problemAt('unread_words', run, tokens, body)),
    ...composed.faults.map(({ fault, at }) => problemOf(fault, at, tokens, body)),
  ];
  const problems = [...(askForHour(when) ?? when), ...recipients.problems, ...content.problems];
  const said = problems.length === 0 ? null : saidIn(clauses, problems, body);
  const { options, timezone } = composed;
  const reading = { ...emptyReading(timezone), said, ...recipients, ...content, options, problems };
  return { reading, clauses, body, composed };
}

/** What was read of the when, without the words that are at fault. */
function saidIn({ pieces, tokens, unread }: Clauses, problems: readonly Problem[], text: string): string | null {
  const faulty = new Set(problems.map(({ span }) => span?.start));
  const sound = pieces.filter(({ kind, from }) => kind !== 'fault' && !faulty.has(tokens[from]!.start));
  const words = sound.map((piece, index) => {
    const before = sound[index - 1];
    const isApart = before && unread.some(({ from }) => from >= before.to && from < piece.from);
    return `${isApart ? '… ' : ''}${wordsOf(piece, tokens, text)}`;
  });
  return words.join(' ') || null;
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
