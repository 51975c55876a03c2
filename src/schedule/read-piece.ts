import type { Cursor } from './cursor.ts';
import { pastPhrase, shiftedPhrase } from './phrases/around-days.ts';
import { clockPhrase, minusPhrase, windowPhrase } from './phrases/clock.ts';
import { cronPhrase } from './phrases/cron.ts';
import { datePhrase } from './phrases/dates.ts';
import { partPhrase } from './phrases/day-parts.ts';
import { dayPhrase, relativePhrase } from './phrases/days.ts';
import { adverbPhrase, everyPhrase } from './phrases/every.ts';
import { exceptionPhrase, includePhrase, notOnPhrase } from './phrases/exceptions.ts';
import { alternatePhrase, intervalPhrase, ratePhrase } from './phrases/intervals.ts';
import { alwaysPhrase, lastingPhrase, monthsPhrase, startPhrase, untilPhrase } from './phrases/limits.ts';
import { monthDaysPhrase } from './phrases/month-days.ts';
import { nthPhrase } from './phrases/nth.ts';
import { latePhrase, mentionPhrase, shiftPhrase, shortMonthsPhrase, zonePhrase } from './phrases/options.ts';
import type { Phrase } from './phrases/phrase.ts';
import { rangePhrase } from './phrases/ranges.ts';
import { rulePhrase } from './phrases/rule.ts';
import { readWeekday } from './phrases/weekday-lists.ts';
import { weekdayPhrase } from './phrases/weekdays.ts';
import type { Placed } from './pieces.ts';
import type { Token } from './tokenize.ts';

/**
 * Every recogniser, in the order in which they are tried: what begins like another but says more comes first
 * ("todo último dia" before "todo dia", "2 vezes por dia" before "2 vezes", "sexta-feira santa" before "sexta").
 */
export const PHRASES: readonly Phrase[] = [
  cronPhrase,
  rulePhrase,
  minusPhrase,
  pastPhrase,
  shiftedPhrase,
  ratePhrase,
  lastingPhrase,
  shiftPhrase,
  shortMonthsPhrase,
  latePhrase,
  mentionPhrase,
  exceptionPhrase,
  includePhrase,
  untilPhrase,
  startPhrase,
  alternatePhrase,
  notOnPhrase,
  intervalPhrase,
  relativePhrase,
  nthPhrase,
  rangePhrase,
  monthsPhrase,
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
  alwaysPhrase,
];

/** What was found at each place of a text: names look ahead for the schedule that ends them, and the schedule is then read again. */
const found = new WeakMap<readonly Token[], (Placed | null)[]>();

/** Reads the piece that begins at the cursor, by the first recogniser that knows it. */
export function readPiece(cursor: Cursor): Placed | null {
  const { tokens, at } = cursor;
  let memory = found.get(tokens);
  if (!memory) {
    memory = [];
    found.set(tokens, memory);
  }
  const known = memory[at];
  const piece = known === undefined ? recognise(cursor) : known;
  memory[at] = piece;
  cursor.at = piece?.to ?? at;
  return piece;
}

/** The marks that a piece may begin with: "@todos", the stars and dots of a cron line, the sign of "-3h". */
const OPENING_MARKS = new Set(['@', '*', '.', '-']);

function recognise(cursor: Cursor): Placed | null {
  const from = cursor.at;
  const first = cursor.peek();
  if (first?.kind !== 'word' && first?.kind !== 'number' && !OPENING_MARKS.has(first?.text ?? '')) return null;
  for (const phrase of PHRASES) {
    if (phrase.opens && first!.kind === 'word' && !phrase.opens.has(first!.text)) continue;
    const piece = phrase.read(cursor);
    if (piece !== null && cursor.at > from) return { ...piece, from, to: cursor.at } as Placed;
    cursor.at = from;
  }
  return null;
}
