import { fold } from './normalize.ts';
import type { Span } from './reading.ts';
import type { Attempt } from './suggest.ts';
import { type Edit, edited } from './suggest-edits.ts';
import type { Token } from './tokenize.ts';
import { IDLE_WORDS, nearWords } from './words/near-words.ts';
import { resembledWeekday } from './words/weekdays.ts';

/** More ways to spell a command than this are no hint any more. */
const MAX_SPELLINGS = 12;

/**
 * The command with words that are nearly ones that it may have: "modlo aviso", "toda quintona", "janero". Those at a few
 * letters from several are tried with each; words that say nothing ("uns 20 minutos") are tried without.
 */
export function respelt(first: Attempt): string[] {
  const { body } = first;
  let all: Edit[][] = [[]];
  for (const { token, isNamed } of doubtful(first)) {
    const typed = body.slice(token.start, token.end);
    const meant = meantBy(typed, first, token, isNamed);
    if (meant.length === 0) continue;
    const span = meant[0] === '' ? idleSpan(token, first.clauses.tokens) : { start: token.start, end: token.end };
    all = all.flatMap(edits => meant.map(text => [...edits, { ...span, text }]));
    if (all.length > MAX_SPELLINGS) return [];
  }
  return all.filter(edits => edits.length > 0).map(edits => edited(body, edits));
}

/** The words that may be misspelt: those that nobody read, and those of a name where a keyword may hide in it. */
function doubtful({ reading, clauses: { tokens, unread, recipients } }: Attempt): { token: Token; isNamed: boolean }[] {
  const wrong = reading.problems.filter(({ code }) => code === 'unknown_weekday');
  const lacksContent = reading.problems.some(({ code, words }) => code === 'missing_content' && !words);
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'word') return [];
    const inRun = unread.some(({ from, to }) => index >= from && index < to);
    const inFault = wrong.some(({ span }) => span && token.start >= span.start && token.end <= span.end);
    // "grupo vendas modlo aviso": the name took in the keyword of what is to be sent.
    const isNamed = lacksContent && recipients.some(({ from, to }) => index > from + 1 && index < to);
    return inRun || inFault || isNamed ? [{ token, isNamed }] : [];
  });
}

/** What goes with an idle word: the "por" of "por gentileza", the comma before it, the mark after it. */
function idleSpan(token: Token, tokens: readonly Token[]): Span {
  let first = tokens.indexOf(token);
  let last = first;
  while (BEFORE_IDLE.has(tokens[first - 1]?.text ?? '')) first--;
  while (tokens[last + 1]?.kind === 'mark' && tokens[last + 1]!.glued && tokens[last + 1]!.text !== ',') last++;
  return { start: tokens[first]!.start, end: tokens[last]!.end };
}

const BEFORE_IDLE = new Set(['por', 'muito', 'desde', 'ja', ',']);

const CONTENT_WORDS = ['modelo', 'mensagem', 'texto'];

function meantBy(typed: string, { reading }: Attempt, token: Token, isNamed: boolean): string[] {
  const word = fold(typed);
  if (isNamed) return nearWords(word).filter(near => CONTENT_WORDS.includes(near));
  const fault = reading.problems.find(
    ({ code, span }) => code === 'unknown_weekday' && span && token.start >= span.start && token.end <= span.end,
  );
  if (fault?.suggestion) return resembledWeekday(word) === fault.suggestion ? [fault.suggestion] : [];
  return IDLE_WORDS.has(word) ? [''] : nearWords(word);
}
