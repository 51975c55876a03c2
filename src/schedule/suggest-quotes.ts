import type { Run } from './clauses.ts';
import { Cursor } from './cursor.ts';
import { isKeyword } from './names.ts';
import { readPiece } from './read-piece.ts';
import { readRecipients } from './recipients.ts';
import type { Attempt, Task } from './suggest.ts';
import { edited } from './suggest-edits.ts';
import { FILLERS } from './words/keywords.ts';

/** More words than this at the end of a text are part of it. */
const MAX_TAIL = 40;

/**
 * An unquoted text may have taken in what should have followed it ("mensagem Reunião contato Ana"): the same with the
 * text in quotes, and the same as it is, for that may well be what she wants to say.
 */
export function quotedText({ reading, clauses, body }: Attempt): string[] {
  const clause = clauses.contents.findLast(({ kind }) => kind === 'text');
  const lacks = reading.problems.some(({ code, words }) => code === 'missing_recipient' && !words);
  if (!lacks || !clause || clause.to !== clauses.tokens.length) return [];
  const { tokens } = clauses;
  const first = tokens[clause.from + 1]?.text === ':' ? clause.from + 2 : clause.from + 1;
  if (tokens.slice(first).some(({ kind, text }) => kind === 'quote' || text === '"')) return [];
  const begin = tokens[first]?.start;
  if (begin === undefined || tokens[clause.from]!.kind === 'quote') return [];
  for (let at = Math.max(first + 1, tokens.length - MAX_TAIL); at < tokens.length; at++) {
    if (tokens[at]!.glued || !isWholeTail(new Cursor(tokens, at), body)) continue;
    // "não esqueçam do grupo da igreja": the sentence goes on.
    if (FILLERS.has(tokens[at - 1]!.text)) return [];
    const end = tokens[at - 1]!.end;
    return [`${body.slice(0, begin)}"${body.slice(begin, end)}"${body.slice(end)}`, body];
  }
  return [];
}

/** Whether everything from here on says when or to whom, and somebody is named. */
function isWholeTail(cursor: Cursor, text: string): boolean {
  let isNamed = false;
  while (!cursor.done) {
    const from = cursor.at;
    const clause = readRecipients(cursor, text);
    isNamed ||= clause !== null && clause.problems.length === 0;
    if (clause || readPiece(cursor)) continue;
    cursor.at = from + 1;
    return false;
  }
  return isNamed;
}

const OF = new Set(['da', 'das', 'do', 'dos', 'de']);
/** A name does not go on for more parts of a when than this. */
const MAX_LONGER = 3;

/** A name that may go on into words that were read as a time: which words it would be in all. */
export interface LongName extends Run {
  type: 'group' | 'contact';
  name: string;
}

/** The names that may be longer than they were read: a time or a day, or words that nobody read, follow at once. */
export function longNames({ clauses: { tokens, recipients, pieces, unread }, body }: Attempt): LongName[] {
  return recipients.flatMap(clause => {
    const from = clause.from + (tokens[clause.from + 1]?.text === ':' ? 2 : 1);
    const names = [...clause.groups, ...clause.contacts];
    if (names.length > 1 || clause.numbers.length > 0 || clause.here || !isKeyword(tokens[clause.from])) return [];
    if (names.length === 0 && clause.to !== from) return [];
    const type = clause.contacts.length > 0 || tokens[clause.from]!.text.startsWith('c') ? 'contact' : 'group';
    const long: LongName[] = [];
    for (let to = clause.to; long.length < MAX_LONGER; ) {
      // "Turma das 8h": the little word is no part of the hour, so it is one of the name.
      const begin = OF.has(tokens[to]?.text ?? '') ? to + 1 : to;
      const next: Run | undefined = [...pieces, ...unread].find(run => run.from === to || run.from === begin);
      if (!next || tokens[to]!.firstOfLine || tokens.slice(from, next.to).some(({ kind }) => kind === 'quote')) break;
      to = next.to;
      long.push({ type, from, to, name: body.slice(tokens[from]!.start, tokens[to - 1]!.end) });
    }
    return long;
  });
}

/**
 * The same with such a name in quotes, where its words make no sense as a time, or none beside those that are there
 * already and the name looks like one.
 */
export function quotedName(attempt: Attempt, { read }: Task): string[] {
  const { reading, clauses, body } = attempt;
  return longNames(attempt).flatMap(({ from, to, name }) => {
    const start = clauses.tokens[from]!.start;
    const end = clauses.tokens[to - 1]!.end;
    const quoted = edited(body, [{ start, end, text: `"${name}"` }]);
    const isFault = (codes: readonly string[]) =>
      reading.problems.some(
        ({ code, span }) => span && codes.includes(code) && span.start >= start && span.end === end,
      );
    if (isFault(['invalid_time', 'invalid_date'])) return [quoted];
    const isUnnamed = reading.problems.some(({ code, words }) => code === 'missing_recipient' && words);
    const isLikely = isUnnamed || (/^\p{Lu}/u.test(name) && isFault(['ambiguous_time', 'ambiguous_date']));
    return isLikely && read(quoted).reading.problems.length === 0 ? [quoted] : [];
  });
}
