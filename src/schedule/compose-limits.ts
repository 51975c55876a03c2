import { dayOfIso, isoDate } from './civil.ts';
import type { DayRef, Excluded, Placed } from './pieces.ts';
import { type Rule, WEEKDAYS } from './reading.ts';
import { all, dayOf, only, type Said, unclear } from './said.ts';

/** How far an end without a year may lie ahead before it is taken for a slip: "até 20/11" said on the 24th. */
const SUSPICIOUS_DAYS = 300;

/** Fills the first and last day and the count of a rule. @throws Unclear where they contradict each other or are a slip */
export function readBounds(said: Said, rule: Rule): void {
  const range = only(said, 'range', 'ambiguous_date');
  const startPiece = only(said, 'start', 'ambiguous_date');
  const untilPiece = only(said, 'until', 'ambiguous_date');
  if (range && (startPiece || untilPiece)) unclear('ambiguous_date', { asks: true }, range);
  // "amanhã 9h por 5 dias": a day beside a stretch of days is its first.
  const first = all(said, 'every').length || all(said, 'rate').length ? undefined : all(said, 'day')[0];
  if (first && startPiece) unclear('ambiguous_date', { asks: true }, first);
  const start = range
    ? dayOf(said, range.first, range)
    : startPiece
      ? dayOf(said, startPiece.day, startPiece)
      : first
        ? dayOf(said, first.day, first)
        : null;
  if (startPiece) checkNear(said, startPiece.day, start!, startPiece);
  // A range may cross the year: its end is the next such day after its beginning.
  const until = range
    ? dayOf(said, range.last, range, { today: Math.max(start!, said.today) })
    : untilPiece && dayOf(said, untilPiece.day, untilPiece, fromStart(said, untilPiece.day, start));
  if (range && until! - start! > SUSPICIOUS_DAYS && range.last.type === 'date' && range.last.year === null)
    unclear('until_before_start', {}, range);
  if (until !== null && until < Math.max(start ?? until, said.today))
    unclear('until_before_start', {}, untilPiece ?? range);
  if (untilPiece) checkNear(said, untilPiece.day, until!, untilPiece);
  rule.start = start === null ? null : isoDate(start);
  rule.until = until === null ? null : isoDate(until);
  const count = only(said, 'count', 'ambiguous_recurrence');
  if (count) rule.count = count.count;
}

/** "a partir de segunda até sexta" means the Friday after that Monday; an end with its month is looked up from today, so that a slip shows. */
function fromStart(said: Said, ref: DayRef, start: number | null): { today?: number } {
  const loose = ref.type === 'weekday' || (ref.type === 'date' && ref.month === null);
  return loose && start !== null ? { today: Math.max(start, said.today) } : {};
}

function checkNear(said: Said, ref: DayRef, day: number, at: Placed): void {
  if (
    ref.type === 'date' &&
    ref.month !== null &&
    ref.year === null &&
    !ref.nextYear &&
    day - said.today > SUSPICIOUS_DAYS
  )
    unclear('ambiguous_date', { asks: true, options: [isoDate(day)] }, at);
}

/** Fills what a rule leaves out, and whose holidays. @throws Unclear */
export function readExceptions(said: Said, rule: Rule): void {
  for (const piece of all(said, 'exclude'))
    for (const excluded of piece.excluded) addException(said, rule, excluded, piece);
  rule.exclude = [...new Set(rule.exclude)];
}

function addException(said: Said, rule: Rule, excluded: Excluded, at: Placed): void {
  if (excluded.type === 'weekdays') rule.exclude.push(...excluded.weekdays.map(weekday => WEEKDAYS[weekday]!));
  if (excluded.type === 'holidays') {
    rule.exclude.push('HOLIDAYS');
    if (excluded.place?.startsWith('+')) rule.holidays = `${rule.holidays ?? 'BR'}${excluded.place}`;
    else if (excluded.place) rule.holidays = `${excluded.place}${(rule.holidays ?? '').replace(/^[^+]*/, '')}`;
  }
  if (excluded.type === 'days') {
    const today = Math.max(said.today, rule.start ? dayOfIso(rule.start) : said.today);
    const from = dayOf(said, excluded.from, at, { today });
    rule.exclude.push(
      excluded.to ? `${isoDate(from)}/${isoDate(dayOf(said, excluded.to, at, { today: from }))}` : isoDate(from),
    );
  }
}
