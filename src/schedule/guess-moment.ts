import { createRequire } from 'node:module';
import type * as Chrono from 'chrono-node';
import { brDate } from './describe-words.ts';
import type { ReadingContext } from './reading.ts';

/** A moment is said in few words; what is longer is not worth the patterns that would be run over it. */
const MAX_LENGTH = 120;

/**
 * What chrono-node makes of words that the language does not know ("Dec 13 at 9am"), as a when of ours: "13/12/2026 às 09:00".
 *
 * It guesses, and drops what it does not know, so it only ever fills the example line of a refusal (docs/adr/0011).
 *
 * @returns null where it finds no certain day with a certain hour still to come
 */
export function guessMoment(words: string, { now, timezone }: ReadingContext): string | null {
  if (!words.trim() || words.length > MAX_LENGTH) return null;
  // Loaded at the first refusal that needs it: its patterns of a dozen languages take 100 ms.
  const chrono: typeof Chrono = createRequire(import.meta.url)('chrono-node');
  const offsetMinutes = now.toZonedDateTimeISO(timezone).offsetNanoseconds / 60e9;
  const reference = { instant: new Date(now.epochMilliseconds), timezone: offsetMinutes };
  for (const { parse } of [chrono.pt, chrono.en]) {
    const start = parse(words, reference, { forwardDate: true })[0]?.start;
    if (!start?.isCertain('hour') || !(start.isCertain('day') || start.isCertain('weekday'))) continue;
    if (start.date().getTime() <= now.epochMilliseconds) continue;
    const two = (part: 'month' | 'day' | 'hour' | 'minute') => String(start.get(part)).padStart(2, '0');
    return `${brDate(`${start.get('year')}-${two('month')}-${two('day')}`)} às ${two('hour')}:${two('minute')}`;
  }
  return null;
}
