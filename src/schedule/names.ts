import type { Cursor } from './cursor.ts';
import { readPiece } from './read-piece.ts';
import type { Token } from './tokenize.ts';
import {
  CONTACT_WORDS,
  FILLERS,
  GROUP_WORDS,
  LIST_WORDS,
  MESSAGE_WORDS,
  NUMBER_WORDS,
  TEMPLATE_WORDS,
} from './words/keywords.ts';

/** Whether a part of the command that is no schedule begins with this token. */
export function isKeyword(token: Token | undefined): boolean {
  if (token?.kind !== 'word') return false;
  return (
    [GROUP_WORDS, CONTACT_WORDS, NUMBER_WORDS, TEMPLATE_WORDS, MESSAGE_WORDS].some(words => words.has(token.text)) ||
    token.text === 'aniversariantes'
  );
}

/** Whether another name begins at the cursor. */
export function nameStarts(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (!token || token.firstOfLine || LIST_WORDS.has(token.text)) return false;
  if (token.kind === 'quote') return true;
  return (token.kind === 'word' || token.kind === 'number') && !endsName(cursor, true);
}

/** One name: quoted, or all words up to the next separator, keyword, schedule or line. As typed; null when there is none. */
export function readName(cursor: Cursor, text: string, plural: boolean): string | null {
  const first = cursor.peek();
  if (first?.kind === 'quote') {
    cursor.at++;
    return first.text.trim() || null;
  }
  const begin = cursor.at;
  if (!first || (endsName(cursor, true) && !isCapitalised(text, first))) return null;
  cursor.at++;
  while (!cursor.done && !endsName(cursor, false) && !isSeparator(cursor, plural)) cursor.at++;
  let last = cursor.at;
  while (last > begin + 1 && isTrailing(cursor.tokens[last - 1]!)) last--;
  // The words given back may lead what follows: "de" in "de segunda a sexta".
  cursor.at = last;
  const name = text.slice(first.start, cursor.tokens[last - 1]!.end);
  // "grupo A" is a name, "grupo para" is none.
  return isTrailing(first) && name.length > 1 && last === begin + 1 ? null : name;
}

/** "contato Domingos": a capital says that a word is a name, though it could be a day. */
function isCapitalised(text: string, token: Token): boolean {
  return token.kind === 'word' && !isKeyword(token) && /^\p{Lu}\p{Ll}/u.test(text.slice(token.start, token.end));
}

function isSeparator(cursor: Cursor, plural: boolean): boolean {
  if (cursor.sees(',', ';')) return !cursor.peek(1)?.glued;
  return plural && cursor.sees('e', '+', '&') && cursor.peek(1) !== undefined;
}

function isTrailing(token: Token): boolean {
  return token.kind === 'mark'
    ? [',', ';', '-', '|', '.'].includes(token.text)
    : token.kind === 'word' && FILLERS.has(token.text);
}

/** Whether a name cannot go on at the cursor. */
function endsName(cursor: Cursor, first: boolean): boolean {
  const token = cursor.peek()!;
  if (token.kind === 'quote' || (token.firstOfLine && !first) || isKeyword(token)) return true;
  if (token.text === ':' || (token.kind === 'word' && cursor.peek(1)?.text === '=')) return true;
  if (!first && token.kind === 'word' && LIST_WORDS.has(token.text)) return true;
  if (token.glued && !first) return false;
  return startsSchedule(cursor);
}

/** Whether a piece of schedule begins here that cannot well be part of a name. */
export function startsSchedule(cursor: Cursor): boolean {
  const at = cursor.at;
  const piece = readPiece(cursor);
  const end = cursor.at;
  cursor.at = at;
  if (!piece) return false;
  // "turma da noite", "3 vezes campeão": parts of names as often as of schedules.
  if (piece.kind === 'part' || piece.kind === 'zone' || piece.kind === 'always') return false;
  // "Festa de Junho", and "Plantão 24h", an hour that no clock shows.
  if (piece.kind === 'months' && cursor.tokens[at]!.text === 'de') return false;
  if (piece.kind === 'fault' && cursor.tokens[at]!.text === '24' && end === at + 2) return false;
  // "Disk 0800": four figures are an hour only where no name could hold them.
  if (cursor.tokens[at]!.kind === 'number' && cursor.tokens[at]!.text.length === 4 && end === at + 1) return false;
  // "Dom Pedro", "Sex Shop": three letters are a weekday only where a schedule goes on.
  const short = piece.kind === 'weekdays' && end === at + 1 && cursor.tokens[at]!.text.length === 3;
  return !short || continues(cursor, end);
}

function continues(cursor: Cursor, at: number): boolean {
  const next = cursor.tokens[at];
  if (next?.kind !== 'word' || isKeyword(next) || next.text === 'as') return true;
  const start = cursor.at;
  cursor.at = at;
  const piece = readPiece(cursor);
  cursor.at = start;
  return piece !== null;
}
