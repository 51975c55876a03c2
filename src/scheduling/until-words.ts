import { UserError } from '../errors.ts';
import { parseWhen } from '../schedule/parse-when.ts';
import { laterInstant } from './postponement.ts';

interface Around {
  now: Temporal.Instant;
  timezone: string;
}

/** The codes of what is said of words that name no instant, and of a day without an hour. */
interface Refusals {
  missing: string;
  hour: string;
}

/**
 * The end of something in Portuguese: "18h", "2 horas", "amanhã 8h", with or without "até" or "por" before it. A day alone is
 * asked about: "até sexta" is the beginning of that day for some and its end for others.
 *
 * @throws UserError one of `refusals`, `postpone_unclear` ("2h" alone), or the reason why the words are no time
 */
function instantUntil(words: string, { now, timezone }: Around, refusals: Refusals): Temporal.Instant {
  const phrase = words.trim().replace(/^(?:at[eé]|por)\s+/iu, '');
  const { kind, at } = parseWhen(phrase, { now, timezone });
  if (kind === 'once' && at !== null && !at.includes('T')) throw new UserError(refusals.hour, { words: phrase });
  // With its "por" or "até": "por 2h" is an amount, "até 2h" an hour.
  return laterInstant(words, { due: now, now, timezone }, { missing: refusals.missing, field: 'until' });
}

/** The end of a silence. @throws UserError `silence_hour`, `silence_until`, or the reason why the words are no time */
export function silenceUntil(words: string, around: Around): Temporal.Instant {
  return instantUntil(words, around, { missing: 'silence_until', hour: 'silence_hour' });
}

/** The end of a pause. @throws UserError `pause_hour`, `pause_until`, or the reason why the words are no time */
export function pauseUntil(words: string, around: Around): Temporal.Instant {
  return instantUntil(words, around, { missing: 'pause_until', hour: 'pause_hour' });
}
