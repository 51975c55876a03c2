import { UserError } from '../../src/errors.ts';

/**
 * The number of a schedule (or of a message of the log) at the start of what follows a command: `12`, `#12`, `nº 12`.
 *
 * @param usage how the command is written, for the refusal
 * @param missing the refusal's code
 * @returns the number, and the words after it
 * @throws UserError `missing_id`, or `missing`
 */
export function readId(args: string, usage: string, missing = 'missing_id'): { id: number; rest: string } {
  const [, digits, rest = ''] = /^(?:#|n[ºo°.]?\s*)?(\d{1,15})(?![\p{L}\d])[.,]?\s*(.*)$/isu.exec(args) ?? [];
  if (digits === undefined) throw new UserError(missing, { usage });
  return { id: Number(digits), rest: rest.trim() };
}

/** @throws UserError `unread_words`: a command says what it did not understand and does nothing */
export function refuseRest(rest: string): void {
  if (rest !== '') throw new UserError('unread_words', { words: rest });
}

/** Takes quotes of any kind off a text that is wrapped in them. */
export function unquoted(text: string): string {
  const [, inner] = /^["'“”‘’«](.*)["'“”‘’»]$/su.exec(text.trim()) ?? [];
  return (inner ?? text).trim();
}
