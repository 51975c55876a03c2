import type { Cursor } from './cursor.ts';
import { nameStarts, readName } from './names.ts';
import { toE164 } from './phone.ts';
import { readPhone } from './read-phone.ts';
import type { Reason } from './reading.ts';
import { CONTACT_WORDS, GROUP_WORDS, LIST_WORDS, NUMBER_WORDS, PLURAL_WORDS } from './words/keywords.ts';

/** A name after its keyword, half open; empty where none could be read. */
export interface NameRun {
  type: 'group' | 'contact';
  /** The token of the keyword. */
  keyword: number;
  from: number;
  to: number;
}

/** To whom, as read from one part of a command. */
export interface RecipientClause {
  groups: string[];
  contacts: string[];
  numbers: string[];
  here: boolean;
  /** Where the names stand, as runs of tokens. */
  names: NameRun[];
  problems: { code: Reason; from: number; to: number }[];
}

const clause = (more: Partial<RecipientClause>): RecipientClause => ({
  groups: [],
  contacts: [],
  numbers: [],
  here: false,
  names: [],
  problems: [],
  ...more,
});

/** Reads "grupo …", "contatos …", "número …", "aqui" or "aniversariantes"; null when the cursor is at none of them. */
export function readRecipients(cursor: Cursor, text: string): RecipientClause | null {
  if (cursor.phrase`neste grupo|nesse grupo|este grupo|esse grupo|grupo aqui|aqui`) return clause({ here: true });
  if (cursor.phrase`aniversariantes do dia|aniversariantes`) return clause({ groups: ['aniversariantes'] });
  const keyword = cursor.peek();
  if (keyword?.kind !== 'word') return null;
  const plural = PLURAL_WORDS.has(keyword.text);
  if (GROUP_WORDS.has(keyword.text) || LIST_WORDS.has(keyword.text)) return readNames(cursor, text, plural, 'groups');
  if (CONTACT_WORDS.has(keyword.text))
    return readPhones(cursor, text, false) ?? readNames(cursor, text, plural, 'contacts');
  return NUMBER_WORDS.has(keyword.text) ? readPhones(cursor, text, true) : null;
}

/** Names after the keyword at the cursor: each ends at a separator, the next keyword, a schedule word, or the line's end. */
function readNames(cursor: Cursor, text: string, plural: boolean, into: 'groups' | 'contacts'): RecipientClause {
  const from = cursor.at++;
  cursor.take(':');
  const type = into === 'groups' ? 'group' : 'contact';
  const names: string[] = [];
  const runs: NameRun[] = [];
  for (;;) {
    const begin = cursor.at;
    const name = readName(cursor, text, plural);
    if (name === null) break;
    names.push(name);
    runs.push({ type, keyword: from, from: begin, to: cursor.at });
    if (!takeSeparator(cursor, plural)) break;
  }
  if (names.length === 0) {
    const nothing = { type, keyword: from, from: cursor.at, to: cursor.at } as const;
    return clause({ names: [nothing], problems: [{ code: 'missing_recipient', from, to: cursor.at }] });
  }
  return clause({ [into]: names, names: runs });
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
