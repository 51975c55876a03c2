import { UserError } from '../errors.ts';
import { parseWhen } from '../schedule/parse-when.ts';
import { laterInstant } from './postponement.ts';

/**
 * The end of a silence in Portuguese: "18h", "2 horas", "amanhã 8h", with or without "até" or "por" before it. A day alone is
 * asked about: "até sexta" is the beginning of that day for some and its end for others.
 *
 * @throws UserError `silence_hour`, `silence_until`, or the reason why the words are no time
 */
export function silenceUntil(
  words: string,
  { now, timezone }: { now: Temporal.Instant; timezone: string },
): Temporal.Instant {
  const phrase = words.trim().replace(/^(?:at[eé]|por)\s+/iu, '');
  const { kind, at } = parseWhen(phrase, { now, timezone });
  if (kind === 'once' && at !== null && !at.includes('T')) throw new UserError('silence_hour', { words: phrase });
  return laterInstant(phrase, { due: now, now, timezone }, { missing: 'silence_until', field: 'until' });
}
