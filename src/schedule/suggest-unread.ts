import { type Run, wordsOf } from './clauses.ts';
import { guessDay } from './guess-day.ts';
import { isKeyword } from './names.ts';
import type { Placed } from './pieces.ts';
import type { Attempt, Task } from './suggest.ts';
import { edited } from './suggest-edits.ts';
import { FILLERS } from './words/keywords.ts';

/** Words that turn round or limit what stands beside them: never left out of a line, and no name or text begins with them. */
const LIMITS = new Set(
  'nao nunca nem menos exceto antes depois se ou inclusive ate so sem salvo fora tirando apenas somente mas porem alem'.split(
    ' ',
  ),
);

/** Pieces that name no day: beside them a day is still wanted. */
const NO_DAYS = new Set<Placed['kind']>(['times', 'part', 'zone', 'option']);

const isLimit = ({ clauses: { tokens } }: Attempt, { from, to }: Run) =>
  tokens.slice(from, to).some(({ text }) => LIMITS.has(text));

/** Where no day was read, a library may know one among the words that are left over; the hour is always hers. */
export function knownDay(first: Attempt, { context }: Task): string[] {
  const { clauses, body } = first;
  const [run, ...others] = clauses.unread;
  if (!run || others.length > 0 || isLimit(first, run)) return [];
  if (clauses.pieces.some(({ kind }) => !NO_DAYS.has(kind))) return [];
  const date = guessDay(wordsOf(run, clauses.tokens, body), context);
  return date === null ? [] : [replaced(first, run, date)];
}

/** "para a Ana modelo aviso": words for whom that no keyword says what they name. */
export function unknownName(first: Attempt): string[] {
  const { reading, clauses } = first;
  const [run, ...others] = clauses.unread;
  if (!run || others.length > 0 || isLimit(first, run) || run.to - run.from > MAX_NAME_WORDS) return [];
  if (!reading.problems.some(({ code, words }) => code === 'missing_recipient' && !words)) return [];
  // "pra turma da manhã": the name goes on into what was read as something else.
  const next = clauses.tokens[run.to];
  if (next && next.kind !== 'quote' && !isKeyword(next)) return [];
  const from = beginningOfFor(first, run.from);
  // That nobody is named is then the fault, which has a place to fill in.
  return from === null ? [] : [replaced(first, { ...run, from }, '')];
}

const MAX_NAME_WORDS = 5;
const FOR = new Set(['para', 'pra', 'pro', 'pras', 'pros', 'p']);

/** Where "para", "para a", "pro" before a name begins; null when none is there. */
function beginningOfFor({ clauses: { tokens } }: Attempt, at: number): number | null {
  if (FOR.has(tokens[at - 1]?.text ?? '')) return at - 1;
  const isArticle = ['a', 'o', 'as', 'os'].includes(tokens[at - 1]?.text ?? '');
  return isArticle && FOR.has(tokens[at - 2]?.text ?? '') ? at - 2 : null;
}

/** Content is wanted and her own words are left over at the end: they are the message. */
export function herMessage(first: Attempt): string[] {
  const { reading, clauses, body } = first;
  const run = clauses.unread[0];
  if (!run || !reading.problems.some(({ code, words }) => code === 'missing_content' && !words)) return [];
  const { tokens, pieces, recipients } = clauses;
  const isLast = recipients.every(({ to }) => to <= run.from);
  const holdsTime = pieces.some(({ from }) => from >= run.from);
  const isWords = tokens.slice(run.from, run.to).filter(({ kind }) => kind === 'word').length >= 2;
  if (!isLast || !isWords || (holdsTime && clauses.unread.some(unread => isLimit(first, unread)))) return [];
  if (beginsLimit(first, run.from)) return [];
  const begin = tokens[run.from]!.start;
  return [`${body.slice(0, begin)}mensagem ${body.slice(begin)}`];
}

/** "não no feriado" is a limit to when, and "não esqueça o boleto" something to say; "exceto …" is always a limit. */
function beginsLimit({ clauses: { tokens } }: Attempt, at: number): boolean {
  const word = tokens[at]!.text;
  if (word !== 'nao' && word !== 'nunca') return LIMITS.has(word);
  return FILLERS.has(tokens[at + 1]?.text ?? '');
}

function replaced({ clauses: { tokens }, body }: Attempt, { from, to }: Run, text: string): string {
  return edited(body, [{ start: tokens[from]!.start, end: tokens[to - 1]!.end, text }]);
}
