import type { Cursor } from './cursor.ts';
import { clockPhrase, partPhrase, windowPhrase } from './phrases/clock.ts';
import { cronPhrase } from './phrases/cron.ts';
import { datePhrase } from './phrases/dates.ts';
import { dayPhrase, relativePhrase } from './phrases/days.ts';
import { exceptionPhrase } from './phrases/exceptions.ts';
import { lastingPhrase, monthsPhrase, rangePhrase, rulePhrase, startPhrase, untilPhrase } from './phrases/limits.ts';
import { nthPhrase } from './phrases/nth.ts';
import { latePhrase, mentionPhrase, shiftPhrase, shortMonthsPhrase, zonePhrase } from './phrases/options.ts';
import type { Phrase } from './phrases/phrase.ts';
import {
  adverbPhrase,
  alternatePhrase,
  everyPhrase,
  intervalPhrase,
  monthDaysPhrase,
  ratePhrase,
} from './phrases/recurrence.ts';
import { readWeekday, weekdayPhrase } from './phrases/weekdays.ts';
import type { Placed } from './pieces.ts';

/**
 * Every recogniser, in the order in which they are tried: what begins like another but says more comes first
 * ("todo último dia" before "todo dia", "2 vezes por dia" before "2 vezes", "sexta-feira santa" before "sexta").
 */
export const PHRASES: readonly Phrase[] = [
  cronPhrase,
  rulePhrase,
  monthsPhrase,
  ratePhrase,
  lastingPhrase,
  shiftPhrase,
  shortMonthsPhrase,
  latePhrase,
  mentionPhrase,
  exceptionPhrase,
  untilPhrase,
  startPhrase,
  alternatePhrase,
  intervalPhrase,
  relativePhrase,
  nthPhrase,
  rangePhrase,
  windowPhrase,
  partPhrase,
  dayPhrase,
  weekdayPhrase,
  everyPhrase,
  monthDaysPhrase,
  adverbPhrase,
  datePhrase(readWeekday),
  clockPhrase,
  zonePhrase,
];

/** Reads the piece that begins at the cursor, by the first recogniser that knows it. */
export function readPiece(cursor: Cursor): Placed | null {
  const from = cursor.at;
  for (const phrase of PHRASES) {
    const piece = phrase.read(cursor);
    if (piece !== null && cursor.at > from) return { ...piece, from, to: cursor.at } as Placed;
    cursor.at = from;
  }
  return null;
}
