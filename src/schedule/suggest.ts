import type { Clauses, Run } from './clauses.ts';
import { describe } from './describe.ts';
import { brDate } from './describe-words.ts';
import { guessMoment } from './guess-moment.ts';
import type { Problem, Reading, ReadingContext } from './reading.ts';

/** What stands in a suggestion where a command says nothing. */
const EXAMPLE = {
  when: 'amanhã às 9h',
  time: 'às 9h',
  to: 'grupo vendas',
  what: 'modelo bomdia',
  number: 'número 11 98888-7777',
} as const;

/**
 * A corrected line to copy, built from what was understood of a faulty command; null when what is wrong cannot be mended by a guess
 * at the words. It is an example: the caller reads it before it shows it, and nothing is ever scheduled from it unasked.
 */
export function suggestLine(reading: Reading, clauses: Clauses, text: string, context: ReadingContext): string | null {
  const when = whenWords(reading, clauses, text, context);
  return when === null ? null : ['/agendar', when, toWords(reading), whatWords(reading)].join(' ');
}

/** The same for `/enviar`, which has no when. */
export function suggestMessage(reading: Reading): string {
  return ['/enviar', toWords(reading), whatWords(reading)].join(' ');
}

function whenWords(reading: Reading, clauses: Clauses, text: string, context: ReadingContext): string | null {
  const { rule, anchor, timezone, problems } = reading;
  const guess = clauses.unread.length ? guessDay(clauses, text, context) : null;
  if (guess) return guess;
  if (rule && anchor) return describe({ rule, anchor, timezone });
  if (clauses.pieces.length === 0) return EXAMPLE.when;
  const words: string[] = [];
  for (const piece of clauses.pieces) {
    const said = wordsOf(piece, clauses, text);
    const start = clauses.tokens[piece.from]!.start;
    const problem = problems.find(({ span }) => span?.start === start);
    const mended = problem ? mend(problem) : said;
    if (mended === null) return null;
    words.push(mended);
  }
  const missing = problems.find(problem => problem.code === 'missing_time');
  if (missing) words.push(missing.suggestion ? `às ${missing.suggestion}` : EXAMPLE.time);
  return words.join(' ');
}

function wordsOf({ from, to }: Run, { tokens }: Clauses, text: string): string {
  return text.slice(tokens[from]!.start, tokens[to - 1]!.end);
}

/** Where nothing of ours names a day, another reader may know one among the words that are left over. */
function guessDay(clauses: Clauses, text: string, context: ReadingContext): string | null {
  if (clauses.pieces.some(piece => piece.kind !== 'times')) return null;
  const runs = [...clauses.unread, ...clauses.pieces].sort((a, b) => a.from - b.from);
  return guessMoment(runs.map(run => wordsOf(run, clauses, text)).join(' '), context);
}

const FEMININE = /a$/;

/** Words that would do in place of the faulty ones; null where only the writer can know. */
function mend({ code, options, suggestion }: Problem): string | null {
  const option = options?.[0];
  if (option) return /^\d{4}-\d\d-\d\d$/.test(option) ? brDate(option) : option.includes('T') ? null : option;
  if (code === 'unknown_weekday' && suggestion) return `${FEMININE.test(suggestion) ? 'toda' : 'todo'} ${suggestion}`;
  if (code === 'invalid_time') return EXAMPLE.time;
  return code === 'past_time' || code === 'invalid_date' ? 'amanhã' : null;
}

function toWords({ groups, contacts, numbers, here, problems }: Reading): string {
  const area = problems.find(problem => problem.code === 'missing_ddd');
  const invalid = problems.some(problem => problem.code === 'invalid_number');
  const parts = [
    ...groups.map(name => `grupo ${quoted(name)}`),
    ...contacts.map(name => `contato ${quoted(name)}`),
    ...numbers.map(number => `número ${number}`),
    ...(here ? ['aqui'] : []),
    ...(area ? [`número 11 ${area.words}`] : []),
    ...(invalid ? [EXAMPLE.number] : []),
  ];
  return parts.length ? parts.join(' ') : EXAMPLE.to;
}

function whatWords({ template, vars, text }: Reading): string {
  if (template !== null)
    return [`modelo ${template}`, ...Object.entries(vars).map(([name, value]) => `${name}="${value}"`)].join(' ');
  return text === null ? EXAMPLE.what : `mensagem "${text}"`;
}

/** Quotes keep a name together that the language would take apart. */
function quoted(name: string): string {
  return /^[\p{L}\d]+$/u.test(name) ? name : `"${name}"`;
}
