import type { CommandContext, Reply } from '../../src/chat/command.ts';
import { describePlainly } from '../../src/schedule/describe-plainly.ts';
import { freeTextOf, whenAtEnd } from '../../src/schedule/free-text.ts';
import { parseWhen } from '../../src/schedule/parse-when.ts';
import { schedule } from './schedule.ts';
import { askDoubt, type ScheduleRequest } from './schedule-request.ts';

/** The doubt that this is, and what can be answered. */
const ABOUT = 'end';
const OPTIONS = ['agora', 'na hora marcada'] as const;

/**
 * Settles whether a text to be sent now that ends in a day and an hour was to be sent then.
 *
 * @param mayAsk false for a command that says when elsewhere, which is another fault
 * @returns null when it is to be sent now
 */
export function settleEnd(
  context: CommandContext,
  request: ScheduleRequest,
  mayAsk: boolean,
): Reply | null | Promise<Reply> {
  const answer = request.settled[ABOUT];
  if (answer === OPTIONS[0]) return null;
  const { words, askedAt } = request;
  const reading = { now: askedAt, timezone: context.work.timezone };
  const free = freeTextOf(words);
  const end = free && whenAtEnd(free.text, reading);
  const moved = free && end ? `${end.tail} ${words.slice(0, free.start)}${end.head}` : words;
  // Scheduled it has no when at its end any more: asked anew, it is what it was.
  if (answer === OPTIONS[1]) return schedule(context, { ...request, words: moved });
  const { rule, anchor, timezone } = end ? parseWhen(end.tail, reading) : { rule: null, anchor: null, timezone: '' };
  if (!mayAsk || !free || !end || !rule || anchor === null) return null;
  const data = { ...end, text: free.text, when: describePlainly({ rule, anchor, timezone }, null) };
  return askDoubt(request, { about: ABOUT, template: 'enviar/quando', data, options: OPTIONS });
}
