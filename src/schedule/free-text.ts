/**
 * What an unquoted text of a command may have meant beside its words. The reader takes it whole, whatever it holds; this
 * only tells what a person could be asked, or told, about it.
 */
import { readClauses, readPhrase } from './clauses.ts';
import { parseCommand } from './parse-command.ts';
import { parseWhen } from './parse-when.ts';
import type { Piece } from './pieces.ts';
import type { Reading, ReadingContext } from './reading.ts';
import { tokenize } from './tokenize.ts';
import { FILLERS } from './words/keywords.ts';

/** A text, and where it begins in its command; it ends where the command ends. */
export interface FreeText {
  text: string;
  /** UTF-16 position. */
  start: number;
}

/** A text taken apart at its end. */
export interface Tail {
  /** What stays, without the little words that led to the end. */
  head: string;
  tail: string;
}

const DAYS = new Set<Piece['kind']>(['day', 'weekdays', 'monthdays', 'yearly', 'nth', 'every', 'range']);
/** What narrows a rule and may well stand last. Days, hours and "até" are what texts are about. */
const OPTIONS = new Set<Piece['kind']>(['count', 'lasting', 'exclude', 'option', 'shift', 'short_months', 'months']);
/** No phrase of these is longer. */
const MOST_TOKENS = 24;

/** The text of a command that runs to its end without quotes; null when it has none. */
export function freeTextOf(words: string): FreeText | null {
  const { contents, tokens } = readClauses(words);
  const last = contents.find(({ kind, to }) => kind === 'text' && to === tokens.length);
  if (last?.kind !== 'text' || last.text === null || tokens[last.to - 1]?.kind === 'quote') return null;
  return { text: last.text, start: words.trimEnd().length - last.text.length };
}

/** The day with an hour, still to come, that a text ends in: "Reunião amanhã às 10h". */
export function whenAtEnd(text: string, context: ReadingContext): Tail | null {
  return longestTail(text, (tail, kinds) => {
    if (!kinds.includes('times') || !kinds.some(kind => DAYS.has(kind))) return false;
    return parseWhen(tail, context).problems.length === 0;
  });
}

/** The option at the end of a text that could have been one of the command's own rule: "Bom dia sem feriados". */
export function optionAtEnd(words: string, reading: Reading, context: ReadingContext): (Tail & FreeText) | null {
  const free = freeTextOf(words);
  if (!free || reading.problems.length > 0) return null;
  const found = longestTail(free.text, (tail, kinds, head) => {
    if (!kinds.every(kind => OPTIONS.has(kind))) return false;
    const other = parseCommand(`${tail} ${words.slice(0, free.start)}${head}`, context);
    return other.problems.length === 0 && other.text === head && ruleOf(other) !== ruleOf(reading);
  });
  return found && { ...free, ...found };
}

const ruleOf = ({ rule, options }: Reading) => JSON.stringify([rule, options]);

/** The longest end of a text that is nothing but pieces of a schedule, and that `isMeant`. */
function longestTail(
  text: string,
  isMeant: (tail: string, kinds: Piece['kind'][], head: string) => boolean,
): Tail | null {
  const tokens = tokenize(text);
  for (const { start, glued } of tokens.slice(-MOST_TOKENS)) {
    if (glued) continue;
    const tail = text.slice(start).replace(/[\s.!?…]+$/u, '');
    const { pieces, unread } = readPhrase(tail);
    if (unread.length > 0 || pieces[0]?.from !== 0) continue;
    const head = withoutLead(text.slice(0, start));
    if (
      isMeant(
        tail,
        pieces.map(({ kind }) => kind),
        head,
      )
    )
      return { head, tail };
  }
  return null;
}

/** "Reunião para" → "Reunião": a word that leads to what was taken away, and the marks before it. */
function withoutLead(head: string): string {
  const kept = head.replace(/[\s,;–—-]+$/u, '');
  const [, before = '', word = ''] = /^(.*?)\s+(\S+)$/su.exec(kept) ?? [];
  return FILLERS.has(word.toLowerCase()) ? withoutLead(before) : kept;
}
