import type { Fault, Reply } from './command.ts';
import type { Sentences } from './deps.ts';

/**
 * A reply in Portuguese.
 *
 * @param around what every template may use: the zone that instants are told in, and now
 */
export function wordsOf(
  reply: Reply,
  sentences: Sentences,
  around: { timezone: string; now: Temporal.Instant },
): string {
  const tell = ({ code, details }: Fault) => sentences.error(code, { ...around, ...details });
  if (reply.kind === 'refused') {
    const { understood, suggestion, lines, faults } = reply;
    return tidy(sentences.reply('recusado', { ...around, understood, suggestion, lines, faults: faults.map(tell) }));
  }
  const options = reply.kind === 'question' ? reply.options : [];
  const choices = options.map((label, index) => ({ number: index + 1, label }));
  const notes = (reply.notes ?? []).map(tell);
  return tidy(sentences.reply(reply.template, { ...around, choices, notes, ...reply.data }));
}

/** Parts that were left out leave no holes behind. */
function tidy(text: string): string {
  return text.replace(/\n{3,}/g, '\n\n');
}
