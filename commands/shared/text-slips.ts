import { type Fault, type Reply, YES_NO } from '../../src/chat/command.ts';
import { askDoubt, type ScheduleRequest } from './schedule-request.ts';

/** The doubt that this is. */
const ABOUT = 'variable';
const AS_IT_IS = 'assim mesmo';

/**
 * Asks whether words that look like a variable are one, and shows the line that says so.
 *
 * @param told.text the text that holds them, as the verb got it
 * @param told.command the word that the line begins with
 * @returns null when the fault is another one, or has been asked about
 */
export function askSlips(
  request: ScheduleRequest,
  { code, details }: Fault,
  told: { command: string; text: string | null },
): Reply | null {
  const { mended, slips } = details;
  if (told.text === null || typeof mended !== 'string' || request.settled[ABOUT] !== undefined) return null;
  const canStay = code === 'looks_like_variable';
  return askDoubt(request, {
    about: ABOUT,
    template: 'agendar/variavel',
    data: { slips, mended, line: lineWith(request.words, told, mended), asItIs: canStay ? AS_IT_IS : null },
    options: canStay ? [...YES_NO, AS_IT_IS] : YES_NO,
    mended,
  });
}

/** The line with the mended text in the text's place; null when the text came from a quoted message. */
function lineWith(words: string, { command, text }: { command: string; text: string | null }, mended: string) {
  const at = text === null ? -1 : words.lastIndexOf(text);
  if (text === null || at < 0) return null;
  return `${command} ${words.slice(0, at)}${mended}${words.slice(at + text.length)}`;
}

/** What was answered, for the verbs. */
export function settledText<T extends object>(
  content: T,
  { settled, mended }: Pick<ScheduleRequest, 'settled' | 'mended'>,
  key: 'text' | 'body' = 'text',
): T {
  if (!(key in content)) return content;
  if (settled[ABOUT] === AS_IT_IS) return { ...content, isLiteral: true };
  return settled[ABOUT] === YES_NO[0] && mended !== null ? { ...content, [key]: mended } : content;
}
