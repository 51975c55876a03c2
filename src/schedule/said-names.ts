import { type Run, readClauses } from './clauses.ts';
import type { Span } from './reading.ts';

/** A name of somebody or of some place, as a command says it after "grupo" or "contato". */
export interface SaidName extends Span {
  type: 'group' | 'contact';
  /** As it was read: where a name ends without quotes is the reader's guess. Empty, at the keyword's end, where the words after it say when. */
  name: string;
  isQuoted: boolean;
  /** Where the word before it begins. */
  keywordStart: number;
}

/** The names that a command says, and the words of it that nobody could read. Positions are of the text. */
export function saidNames(text: string): { names: SaidName[]; unread: Span[] } {
  const { tokens, recipients, unread } = readClauses(text);
  const spanOf = ({ from, to }: Run) => ({ start: tokens[from]!.start, end: tokens[to - 1]!.end });
  const names = recipients.flatMap(clause =>
    clause.names.map(({ type, keyword, ...run }, index): SaidName => {
      const { start: keywordStart, end } = tokens[keyword]!;
      const name = (type === 'group' ? clause.groups : clause.contacts)[index];
      if (name === undefined) return { type, name: '', isQuoted: false, keywordStart, start: end, end };
      return { type, name, isQuoted: tokens[run.from]!.kind === 'quote', keywordStart, ...spanOf(run) };
    }),
  );
  return { names, unread: unread.map(spanOf) };
}
