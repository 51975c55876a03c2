import { clash, plain, refuseDays, rhythm } from './compose-rhythm.ts';
import { datesOfStretch } from './compose-stretch.ts';
import { sortedUnique, WORKWEEK } from './phrases/weekday-lists.ts';
import type { NthOf, PieceOf, Placed } from './pieces.ts';
import { type Frequency, parseRrule, type RruleValue, rruleValue } from './rrule-value.ts';
import { all, only, type Said, unclear } from './said.ts';

/** The days of a recurring rule, and what their counting leaves out. */
interface DayRule {
  value: RruleValue;
  exclude: string[];
}

/** Which days (or intervals) the pieces name together. @throws Unclear `ambiguous_recurrence` where they do not fit */
export function dayRule(said: Said): DayRule {
  const every = only(said, 'every', 'ambiguous_recurrence');
  const yearly = only(said, 'yearly', 'ambiguous_recurrence');
  const nth = only(said, 'nth', 'ambiguous_recurrence');
  const monthDays = mergedMonthDays(said);
  const weekdays = sortedUnique([
    ...all(said, 'weekdays').flatMap(piece => piece.weekdays),
    ...(every?.weekdays ?? []),
  ]);
  const special = [yearly, nth, monthDays].filter(piece => piece !== null);
  if (special.length > 1 || (special.length === 1 && weekdays.length > 0)) clash(special[0]!);
  if (all(said, 'which').length) clash(all(said, 'which')[0]!);
  // "a cada 2 semanas na quarta da semana que vem": a rhythm has no single week.
  const oneWeek = all(said, 'weekdays').find(piece => piece.week !== 'coming');
  if (oneWeek) clash(oneWeek);
  refuseTwoRhythms(said, every);
  const rule = all(said, 'rule')[0];
  if (rule) return { value: ruleAlone(said, rule), exclude: [] };
  if (yearly) return confined(said, yearlyRule(said, yearly, every));
  if (nth) return confined(said, nthRule(said, nth, every));
  if (monthDays) return confined(said, monthDaysRule(said, monthDays, every));
  const stretch = every || weekdays.length || all(said, 'rate').length ? null : datesOfStretch(said);
  return confined(said, { value: stretch?.value ?? rhythm(said, every, weekdays), exclude: [] });
}

/** "todo dia 9h toda segunda": every day, or Mondays? A range of weekdays only says which days are meant. */
function refuseTwoRhythms(said: Said, every: (Placed & PieceOf<'every'>) | null): void {
  const weekday = all(said, 'weekdays').find(piece => piece.weekdays.length < 3);
  if (every?.freq === 'DAILY' && every.interval === 1 && every.part === null && weekday) clash(weekday);
}

/** "2 vezes por semana" must be borne out by the days named; "vezes por dia" by the times, where they are known. */
function checkRate(said: Said, { freq, interval, byDay, byMonthDay }: RruleValue): void {
  const rate = all(said, 'rate')[0];
  if (!rate) return;
  const days = byDay.length + byMonthDay.length;
  const fits = {
    WEEKLY: rate.unit === 'day' || (rate.unit === 'week' && interval === 1 && days === rate.times),
    MONTHLY: rate.unit === 'day' || (rate.unit === 'month' && interval === 1 && days === rate.times),
    YEARLY: rate.unit === 'day' || (rate.unit === 'year' && interval === 1 && days === rate.times),
    DAILY: rate.unit === 'day',
    HOURLY: false,
    MINUTELY: false,
  }[freq];
  if (!fits) clash(rate);
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** "só em dezembro", "menos janeiro": the months that a rule is confined to; one that has its month already cannot be. */
function confined(said: Said, rule: DayRule): DayRule {
  checkRate(said, rule.value);
  const months = only(said, 'months', 'ambiguous_recurrence');
  const without = all(said, 'exclude').find(({ excluded }) => excluded.some(item => item.type === 'months'));
  if (!months && !without) return rule;
  if (rule.value.freq === 'YEARLY' || (months && rule.value.byMonth.length)) return clash(months ?? without!);
  const left = new Set(without?.excluded.flatMap(item => (item.type === 'months' ? item.months : [])));
  const named = months?.months ?? (rule.value.byMonth.length ? rule.value.byMonth : ALL_MONTHS);
  const byMonth = sortedUnique(named).filter(month => !left.has(month));
  if (byMonth.length === 0) unclear('never_happens', {}, without!);
  return { ...rule, value: { ...rule.value, byMonth } };
}

/** A rule written out names all its days. */
function ruleAlone(said: Said, rule: Placed & PieceOf<'rule'>): RruleValue {
  const other = said.pieces.find(piece =>
    ['every', 'yearly', 'nth', 'monthdays', 'weekdays', 'day', 'months'].includes(piece.kind),
  );
  return other ? clash(other) : parseRrule(rule.rrule);
}

/** "todo dia 5 e todo dia 20": days of every month said apart are one list. */
function mergedMonthDays(said: Said): (Placed & PieceOf<'monthdays'>) | null {
  const pieces = all(said, 'monthdays');
  const first = pieces[0];
  if (!first || !pieces.every(piece => piece.recurring && piece.months.length === 0))
    return only(said, 'monthdays', 'ambiguous_recurrence');
  return { ...first, days: pieces.flatMap(piece => piece.days) };
}

/** The interval of an "every" that goes with the given frequency; any other contradicts it. */
function intervalOf(every: (Placed & PieceOf<'every'>) | null, freq: Frequency): number {
  if (!every) return 1;
  return every.freq === freq ? every.interval : clash(every);
}

function yearlyRule(
  said: Said,
  yearly: Placed & PieceOf<'yearly'>,
  every: (Placed & PieceOf<'every'>) | null,
): DayRule {
  refuseDays(said);
  const interval = intervalOf(every, 'YEARLY');
  const days = yearly.byDay ? { byDay: [yearly.byDay] } : { byMonthDay: [yearly.day!] };
  return { value: rruleValue('YEARLY', { interval, byMonth: [yearly.month], ...days }), exclude: [] };
}

function nthRule(said: Said, nth: Placed & PieceOf<'nth'>, every: (Placed & PieceOf<'every'>) | null): DayRule {
  refuseDays(said);
  const interval = intervalOf(every, 'MONTHLY');
  if (!nth.every && !every) clash(nth);
  const positions = [...new Set(nth.nth)].sort((a, b) => rank(a) - rank(b));
  return {
    value: rruleValue('MONTHLY', { interval, byMonth: nth.months, ...nthParts(positions, nth.of) }),
    exclude: typeof nth.of === 'string' && nth.of !== 'day' ? ['HOLIDAYS'] : [],
  };
}

/** Positions from the end come after those from the beginning. */
function rank(position: number): number {
  return position > 0 ? position : 1000 + position;
}

function nthParts(positions: number[], of: NthOf): Partial<RruleValue> {
  if (typeof of === 'number') return { byDay: positions.map(nth => ({ nth, weekday: of })) };
  if (of === 'day') return { byMonthDay: positions };
  // A working day is counted among those that are no holidays: the bank's calendar, or the labour law's with its Saturdays (CLT art. 459).
  return { byDay: plain(of === 'working_day' ? WORKWEEK : [...WORKWEEK, 5]), bySetPos: positions };
}

function monthDaysRule(
  said: Said,
  piece: Placed & PieceOf<'monthdays'>,
  every: (Placed & PieceOf<'every'>) | null,
): DayRule {
  refuseDays(said);
  const byMonthDay = sortedUnique(piece.days);
  const freq = piece.months.length === 1 ? 'YEARLY' : 'MONTHLY';
  const byMonth = sortedUnique(piece.months);
  return { value: rruleValue(freq, { interval: intervalOf(every, freq), byMonth, byMonthDay }), exclude: [] };
}
