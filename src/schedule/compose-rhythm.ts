import { sortedUnique } from './phrases/weekday-lists.ts';
import type { PieceOf, Placed } from './pieces.ts';
import { type RruleValue, rruleValue } from './rrule-value.ts';
import { all, type Said, unclear } from './said.ts';
import { namedDay } from './words/named-days.ts';

/** Every one of these weekdays, as a BYDAY list. */
export const plain = (weekdays: number[]) => weekdays.map(weekday => ({ nth: 0, weekday }));

/** Stops: what was said of the days does not fit together. */
export function clash(at: Placed | null): never {
  return unclear('ambiguous_recurrence', { asks: true }, at);
}

/** Refuses a single day beside a rhythm that has no room for one. */
export function refuseDays(said: Said): void {
  const day = all(said, 'day')[0];
  if (day) clash(day);
}

/** "todo dia", "a cada 2 semanas na quarta", "mensalmente" with "no dia 8", weekdays alone, a stretch of days. */
export function rhythm(said: Said, every: (Placed & PieceOf<'every'>) | null, weekdays: number[]): RruleValue {
  const rated = every ?? fromRate(said);
  if (!rated) {
    if (!weekdays.length) refuseOtherDays(said);
    if (!weekdays.length) return rruleValue('DAILY');
    refuseDays(said);
    return rruleValue('WEEKLY', { byDay: plain(weekdays) });
  }
  const { freq, interval } = rated;
  if (freq === 'MONTHLY' || freq === 'YEARLY') return byDate(said, rated, weekdays);
  refuseDays(said);
  // "sábado a cada 2 horas": of this Saturday, or of all?
  const oneDay = all(said, 'weekdays').find(piece => !piece.recurring && piece.weekdays.length === 1);
  if (oneDay && (freq === 'HOURLY' || freq === 'MINUTELY')) clash(oneDay);
  if (freq === 'HOURLY' || freq === 'MINUTELY') return rruleValue(freq, { interval, byDay: plain(weekdays) });
  if (freq === 'DAILY') return daily(rated, weekdays);
  if (!weekdays.length && rated.vague && !said.phrase) clash(every);
  return rruleValue('WEEKLY', { interval, byDay: plain(weekdays) });
}

type Rhythm = Pick<PieceOf<'every'>, 'freq' | 'interval' | 'vague'> & Partial<Placed>;

function fromRate(said: Said): Rhythm | null {
  const rate = all(said, 'rate')[0];
  if (!rate) return null;
  if (rate.unit === 'day') return { freq: 'DAILY', interval: 1, vague: false };
  const days = all(said, 'weekdays').flatMap(piece => piece.weekdays).length + all(said, 'day').length;
  if (rate.times !== days) clash(rate);
  return {
    freq: rate.unit === 'week' ? 'WEEKLY' : rate.unit === 'month' ? 'MONTHLY' : 'YEARLY',
    interval: 1,
    vague: true,
  };
}

/** A stretch of days ("nos próximos 5 dias", "de 01/12 a 10/12") begins where it says, not on a further day. */
function refuseOtherDays(said: Said): void {
  if (all(said, 'range').length || all(said, 'start').length) refuseDays(said);
  // Only one day can be the first: "25/12 e 01/01 9h por 3 dias".
  if (all(said, 'day').length > 1) clash(all(said, 'day')[1]!);
}

function daily({ interval }: Rhythm, weekdays: number[]): RruleValue {
  if (!weekdays.length) return rruleValue('DAILY', { interval });
  if (interval === 1) return rruleValue('WEEKLY', { byDay: plain(weekdays) });
  // Fifteen days on a weekday are what people call two weeks.
  const weeks = interval === 15 ? 2 : interval / 7;
  return Number.isInteger(weeks) ? rruleValue('WEEKLY', { interval: weeks, byDay: plain(weekdays) }) : clash(null);
}

function byDate(said: Said, every: Rhythm, weekdays: number[]): RruleValue {
  if (weekdays.length) clash(null);
  const { freq, interval } = every;
  const days = all(said, 'day');
  if (days.length === 0) return every.vague && !said.phrase ? clash(null) : rruleValue(freq, { interval });
  const parts = days.map(({ day, ...at }) => {
    if (freq === 'YEARLY' && day.type === 'named') return ofNamed(day.name);
    if (day.type !== 'date' || day.weekday !== null || day.which || day.year !== null || day.nextYear)
      return clash(at as Placed);
    if ((freq === 'YEARLY') !== (day.month !== null)) return clash(at as Placed);
    return { byMonth: day.month === null ? [] : [day.month], byMonthDay: [day.day] };
  });
  if (freq === 'YEARLY') return parts.length === 1 ? rruleValue(freq, { interval, ...parts[0] }) : clash(days[1]!);
  return rruleValue(freq, { interval, byMonthDay: sortedUnique(parts.flatMap(part => part.byMonthDay ?? [])) });
}

/** A day with a name, every year. @throws Unclear `unsupported_rule` for those that move with Easter */
export function ofNamed(name: string): Partial<RruleValue> & { byMonthDay?: number[] } {
  const named = namedDay(name);
  if (named.kind === 'fixed') return { byMonth: [named.month], byMonthDay: [named.day] };
  return named.kind === 'nth'
    ? { byMonth: [named.month], byDay: [{ nth: named.nth, weekday: named.weekday }] }
    : unclear('unsupported_rule');
}
