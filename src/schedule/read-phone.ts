import type { Cursor } from './cursor.ts';
import { startsSchedule } from './names.ts';
import { toE164 } from './phone.ts';

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
export function readPhone(cursor: Cursor, text: string): string | null {
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
    const country = digits.startsWith('00') ? 14 : plus || digits.startsWith('55') ? 12 : 10;
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
