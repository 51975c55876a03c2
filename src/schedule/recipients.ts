import type { Cursor } from './cursor.ts';
import { toE164 } from './phone.ts';
import { readPiece } from './read-piece.ts';
import type { Reason } from './reading.ts';
import type { Token } from './tokenize.ts';
import {
  CONTACT_WORDS,
  FILLERS,
  GROUP_WORDS,
  MESSAGE_WORDS,
  NUMBER_WORDS,
  PLURAL_WORDS,
  TEMPLATE_WORDS,
} from './words/keywords.ts';

/** To whom, as read from one part of a command. */
export interface RecipientClause {
  groups: string[];
  contacts: string[];
  numbers: string[];
  here: boolean;
  problems: { code: Reason; from: number; to: number }[];
}

const clause = (more: Partial<RecipientClause>): RecipientClause => ({
  groups: [],
  contacts: [],
  numbers: [],
  here: false,
  problems: [],
  ...more,
});

/** Whether a part of the command that is no schedule begins with this token. */
export function isKeyword(token: Token | undefined): boolean {
  if (token?.kind !== 'word') return false;
  return (
    [GROUP_WORDS, CONTACT_WORDS, NUMBER_WORDS, TEMPLATE_WORDS, MESSAGE_WORDS].some(words => words.has(token.text)) ||
    token.text === 'aniversariantes'
  );
}

/** Reads "grupo …", "contatos …", "número …", "aqui" or "aniversariantes"; null when the cursor is at none of them. */
export function readRecipients(cursor: Cursor, text: string): RecipientClause | null {
  if (cursor.phrase`neste grupo|nesse grupo|este grupo|esse grupo|grupo aqui|aqui`) return clause({ here: true });
  if (cursor.phrase`aniversariantes do dia|aniversariantes`) return clause({ groups: ['aniversariantes'] });
  const keyword = cursor.peek();
  if (keyword?.kind !== 'word') return null;
  const plural = PLURAL_WORDS.has(keyword.text);
  if (GROUP_WORDS.has(keyword.text)) return readNames(cursor, text, plural, 'groups');
  if (CONTACT_WORDS.has(keyword.text))
    return readPhones(cursor, text, false) ?? readNames(cursor, text, plural, 'contacts');
  return NUMBER_WORDS.has(keyword.text) ? readPhones(cursor, text, true) : null;
}

/** Names after the keyword at the cursor: each ends at a separator, the next keyword, a schedule word, or the line's end. */
function readNames(cursor: Cursor, text: string, plural: boolean, into: 'groups' | 'contacts'): RecipientClause {
  const from = cursor.at++;
  cursor.take(':');
  const names: string[] = [];
  for (;;) {
    const name = readName(cursor, text, plural);
    if (name === null) break;
    names.push(name);
    if (!takeSeparator(cursor, plural)) break;
  }
  if (names.length === 0) return clause({ problems: [{ code: 'missing_recipient', from, to: cursor.at }] });
  return clause({ [into]: names });
}

/** A comma always separates; "e" does after a plural. What follows must be another name. */
function takeSeparator(cursor: Cursor, plural: boolean): boolean {
  return (
    cursor.attempt(c => {
      if (!(plural ? c.take(',', 'e', '+', '&', ';') : c.take(','))) return null;
      if (plural) c.take('e');
      return nameStarts(c) ? true : null;
    }) ?? false
  );
}

function nameStarts(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (!token || token.firstOfLine) return false;
  if (token.kind === 'quote') return true;
  return (token.kind === 'word' || token.kind === 'number') && !endsName(cursor, true);
}

function readName(cursor: Cursor, text: string, plural: boolean): string | null {
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
  if (token.glued && !first) return false;
  return startsSchedule(cursor);
}

/** Whether a piece of schedule begins here that cannot well be part of a name. */
function startsSchedule(cursor: Cursor): boolean {
  const at = cursor.at;
  const piece = readPiece(cursor);
  const end = cursor.at;
  cursor.at = at;
  if (!piece) return false;
  // "turma da noite", "3 vezes campeão": parts of names as often as of schedules.
  if (piece.kind === 'part' || piece.kind === 'zone') return false;
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

/** Numbers after the keyword at the cursor, joined by "e" or commas; for a contact only when a whole number follows. */
function readPhones(cursor: Cursor, text: string, required: boolean): RecipientClause | null {
  const from = cursor.at++;
  cursor.take(':');
  const result = clause({});
  for (;;) {
    const begin = cursor.at;
    const typed = readPhone(cursor, text);
    if (typed === null) break;
    const read = toE164(typed);
    if ('number' in read) result.numbers.push(read.number);
    else result.problems.push({ code: read.problem, from: begin, to: cursor.at });
    const more = cursor.attempt(c => {
      if (!c.take('e', ',', ';')) return null;
      c.take('e');
      return c.peek()?.kind === 'number' || c.sees('+', '(') ? true : null;
    });
    if (!more) break;
  }
  const found = result.numbers.length > 0;
  if (!required && !found) {
    cursor.at = from;
    return null;
  }
  if (!found && result.problems.length === 0) result.problems.push({ code: 'missing_recipient', from, to: cursor.at });
  return result;
}

/** A number without a keyword, when it can be nothing else: ten digits or more that are a valid number. */
export function readBarePhone(cursor: Cursor, text: string): string | null {
  return cursor.attempt(c => {
    const typed = readPhone(c, text);
    if (typed === null || typed.replace(/\D/g, '').length < 10) return null;
    const read = toE164(typed);
    return 'number' in read ? read.number : null;
  });
}

/** The characters of one telephone number: groups of digits with spaces, hyphens, dots and brackets, until it is complete. */
function readPhone(cursor: Cursor, text: string): string | null {
  const begin = cursor.at;
  let digits = '';
  const plus = cursor.take('+');
  for (;;) {
    cursor.take('(');
    const token = cursor.peek();
    if (token?.kind !== 'number' || (digits && !token.glued && startsSchedule(cursor))) break;
    digits += token.text;
    cursor.at++;
    cursor.take(')');
    const joined = cursor.attempt(c => (c.take('-', '.') && c.peek()?.kind === 'number' ? true : null));
    const country = plus || digits.startsWith('55') ? 12 : 10;
    if (
      !joined &&
      digits.length >= (digits.startsWith('55') && digits.length < 12 && digits.length > 9 && !plus ? 10 : country)
    )
      break;
  }
  if (!digits) {
    cursor.at = begin;
    return null;
  }
  return text.slice(cursor.tokens[begin]!.start, cursor.tokens[cursor.at - 1]!.end);
}
