import type { Fault } from '../../src/chat/command.ts';
import { optionAtEnd } from '../../src/schedule/free-text.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import type { ScheduleRequest } from './schedule-request.ts';

/**
 * Says what stayed in the text though it could have been an option of the schedule, with the line that takes it out.
 *
 * @param id of the schedule that was made; null while it is not
 */
export function optionInText(request: ScheduleRequest, reading: Reading, timezone: string, id: number | null): Fault[] {
  const { words, askedAt, quotedText } = request;
  const found = optionAtEnd(words, reading, { now: askedAt, timezone, quotedText });
  if (!found) return [];
  const { tail, head, start } = found;
  const line =
    id === null ? `/agendar ${tail} ${words.slice(0, start)}${head}` : `/editar ${id} ${tail} mensagem ${head}`;
  return [{ code: 'option_in_text', details: { words: tail, line } }];
}
