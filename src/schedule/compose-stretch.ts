import { clash, ofNamed } from './compose-rhythm.ts';
import type { DayRef, PieceOf, Placed } from './pieces.ts';
import { type RruleValue, rruleValue } from './rrule-value.ts';
import { all, only, type Said } from './said.ts';

type Lasting = Placed & PieceOf<'lasting'>;

/**
 * A date beside a stretch of months or years: "dia 5 9h por 12 meses" is twelve fifths, "25/12 9h por 3 anos" three Christmases.
 * Only days and weeks make a daily run of a date.
 *
 * @returns the days and how many of them there are; null where nothing of the kind was said
 * @throws Unclear `ambiguous_recurrence` where the date and the stretch do not go together ("amanhã 9h por 6 meses": daily or monthly?)
 */
export function datesOfStretch(said: Said): { value: RruleValue; dates: number } | null {
  const lasting = only(said, 'lasting', 'ambiguous_recurrence');
  const days = all(said, 'day');
  if (!lasting || days.length === 0 || (lasting.unit !== 'month' && lasting.unit !== 'year')) return null;
  if (days.length > 1) clash(days[1]!);
  const parts = yearlyParts(days[0]!.day, lasting) ?? monthlyParts(days[0]!.day) ?? clash(lasting);
  const value = rruleValue(parts.byMonth ? 'YEARLY' : 'MONTHLY', parts);
  const months = lasting.amount * (lasting.unit === 'year' ? 12 : 1);
  const dates = value.freq === 'YEARLY' ? months / 12 : months;
  // One date in one month is no stretch: what was meant is not known.
  return dates > 1 ? { value, dates } : clash(lasting);
}

/** The same date of every year, for a stretch of years. */
function yearlyParts(day: DayRef, { unit }: Lasting): Partial<RruleValue> | null {
  if (unit !== 'year') return null;
  if (day.type === 'named') return ofNamed(day.name);
  if (day.type === 'date' && day.month !== null && !day.which) return { byMonth: [day.month], byMonthDay: [day.day] };
  return day.type === 'nth' && day.month !== null && typeof day.of === 'number'
    ? { byMonth: [day.month], byDay: [{ nth: day.nth, weekday: day.of }] }
    : null;
}

/** The same day of every month. */
function monthlyParts(day: DayRef): Partial<RruleValue> | null {
  if (day.type === 'date') return { byMonthDay: [day.day] };
  if (day.type !== 'nth') return null;
  if (typeof day.of === 'number') return { byDay: [{ nth: day.nth, weekday: day.of }] };
  return day.of === 'day' ? { byMonthDay: [day.nth] } : null;
}
