import { type ContentClause, readContent } from './content.ts';
import { Cursor } from './cursor.ts';
import { unformatted } from './formatting.ts';
import type { Placed } from './pieces.ts';
import { readBarePhone } from './read-phone.ts';
import { readPiece } from './read-piece.ts';
import { type RecipientClause, readRecipients } from './recipients.ts';
import { type Token, tokenize } from './tokenize.ts';
import { FILLERS } from './words/keywords.ts';

/** A run of tokens, half open. */
export interface Run {
  from: number;
  to: number;
}

/** A command taken apart: its parts may come in any order, and may be broken by one another. */
export interface Clauses {
  tokens: readonly Token[];
  pieces: Placed[];
  recipients: (RecipientClause & Run)[];
  contents: (ContentClause & Run)[];
  /** Words that nobody could read, in runs: little words between two of them are part of the phrase. */
  unread: Run[];
}

/** The words of a run, as typed. */
export function wordsOf({ from, to }: Run, tokens: readonly Token[], text: string): string {
  return text.slice(tokens[from]!.start, tokens[to - 1]!.end);
}

/** Takes a whole command apart. */
export function readClauses(text: string): Clauses {
  return takeApart(text, (cursor, clauses) => {
    const from = cursor.at;
    const content = readContent(cursor, text);
    if (content) return void clauses.contents.push({ ...content, from, to: cursor.at });
    const recipients = readRecipients(cursor, text);
    if (recipients) return void clauses.recipients.push({ ...recipients, from, to: cursor.at });
    const piece = readPiece(cursor);
    if (piece) return void clauses.pieces.push(piece);
    const number = readBarePhone(cursor, text);
    if (!number) return;
    const nobody = { groups: [], contacts: [], here: false, problems: [] };
    clauses.recipients.push({ ...nobody, numbers: [number], from, to: cursor.at });
  });
}

/** Takes a phrase apart that says only when. */
export function readPhrase(text: string): Clauses {
  return takeApart(text, (cursor, clauses) => {
    const piece = readPiece(cursor);
    if (piece) clauses.pieces.push(piece);
  });
}

/** Runs a reader over the text; a token that it does not move past is filler, punctuation, or unread. */
function takeApart(text: string, read: (cursor: Cursor, clauses: Clauses) => void): Clauses {
  const cursor = new Cursor(tokenize(unformatted(text)));
  const clauses: Clauses = { tokens: cursor.tokens, pieces: [], recipients: [], contents: [], unread: [] };
  /** How far the last unread run reaches with the little words after it. */
  let reach = -1;
  while (!cursor.done) {
    const from = cursor.at;
    read(cursor, clauses);
    if (cursor.at > from) continue;
    cursor.at = from + 1;
    const goesOn = reach === from && !cursor.tokens[from]!.firstOfLine;
    if (goesOn) reach = from + 1;
    if (isFiller(cursor.tokens[from]!)) continue;
    reach = from + 1;
    if (goesOn) clauses.unread.at(-1)!.to = reach;
    else clauses.unread.push({ from, to: reach });
  }
  return clauses;
}

/** Little words and punctuation say nothing alone. A number always does, and so does every sign that figures are written with. */
function isFiller(token: Token): boolean {
  if (token.kind === 'mark') return !['=', '%', '$', '+', '/', '#'].includes(token.text);
  return token.kind === 'word' && FILLERS.has(token.text);
}
