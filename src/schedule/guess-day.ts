import { createRequire } from 'node:module';
import type * as Chrono from 'chrono-node';
import { brDate } from './describe-words.ts';
import type { ReadingContext } from './reading.ts';

/** A day is said in few words; what is longer is not worth the patterns that would be run over it. */
const MAX_LENGTH = 60;
/** What may stand around a day in English, as the little words do that our reader skips. */
const AROUND = /^(?:\s|,|at|on|the)*$/i;

/**
 * The day that chrono-node makes of words that the language does not know ("Dec 13"), as a date of ours: "13/12/2026".
 *
 * It looks for moments and skips the words between them, so it counts only where it takes all of them; and it never
 * gives an hour: words that name one are no day to it (docs/adr/0011).
 *
 * @returns null where it finds no certain day still to come, or anything else beside it
 */
export function guessDay(words: string, { now, timezone }: ReadingContext): string | null {
  if (!/\p{L}/u.test(words) || words.length > MAX_LENGTH) return null;
  // Loaded at the first refusal that needs it: its patterns of a dozen languages take 100 ms.
  const chrono: typeof Chrono = createRequire(import.meta.url)('chrono-node');
  const offsetMinutes = now.toZonedDateTimeISO(timezone).offsetNanoseconds / 60e9;
  const reference = { instant: new Date(now.epochMilliseconds), timezone: offsetMinutes };
  const today = now.toZonedDateTimeISO(timezone).toPlainDate();
  for (const { parse } of [chrono.pt, chrono.en]) {
    const found = parse(words, reference, { forwardDate: true });
    const [moment] = found;
    if (found.length !== 1 || !moment || moment.end || moment.start.isCertain('hour')) continue;
    if (!AROUND.test(words.slice(0, moment.index) + words.slice(moment.index + moment.text.length))) continue;
    if (!moment.start.isCertain('day') || !moment.start.isCertain('month')) continue;
    const two = (part: 'month' | 'day') => String(moment.start.get(part)).padStart(2, '0');
    const date = `${moment.start.get('year')}-${two('month')}-${two('day')}`;
    if (Temporal.PlainDate.compare(date, today) >= 0) return brDate(date);
  }
  return null;
}
