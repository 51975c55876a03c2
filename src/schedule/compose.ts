import { composeCron } from './compose-cron.ts';
import { composeOnce } from './compose-once.ts';
import { composeRecurring } from './compose-recurring.ts';
import { fault, type Piece, type PieceOf, type Placed } from './pieces.ts';
import type { Options, ReadingContext, Rule } from './reading.ts';
import { firstInstantAfter } from './recurrence.ts';
import { all, only, type Said, saidOf, Unclear, unclear } from './said.ts';

/** What pieces make together. `date` is set where they name a day and no hour, which is a fault but for a phrase. */
export interface Composed {
  timezone: string;
  options: Options;
  rule: Rule | null;
  anchor: string | null;
  date: string | null;
  faults: { fault: PieceOf<'fault'>; at: Placed | null }[];
}

/** Pieces that make a rule repeat. A count or an end alone does not: "amanhã 9h 3 vezes" has no rhythm. */
const REPEATING = new Set<Piece['kind']>(['every', 'yearly', 'nth', 'rate', 'lasting', 'range', 'rule']);
/** Pieces that only a rule that repeats has room for. */
const LIMITS = new Set<Piece['kind']>([
  'until',
  'start',
  'exclude',
  'shift',
  'short_months',
  'count',
  'start_time',
  'until_time',
  'include',
  'always',
]);

/** Puts the pieces of a text together to one rule. Faults are collected, never thrown. */
export function compose(pieces: readonly Placed[], context: ReadingContext, phrase: boolean): Composed {
  const said = saidOf(pieces, context, phrase);
  const options = optionsOf(said);
  const faults = all(said, 'fault').map(piece => ({ fault: piece as PieceOf<'fault'>, at: piece as Placed | null }));
  const empty = { timezone: said.timezone, options, rule: null, anchor: null, date: null, faults };
  if (faults.length) return empty;
  try {
    return { ...empty, ...composeWhen(said, options) };
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return { ...empty, faults: [{ fault: error.fault, at: error.at }] };
  }
}

function optionsOf(said: Said): Options {
  const has = (option: PieceOf<'option'>['option']) => all(said, 'option').some(piece => piece.option === option);
  return {
    mention_all: has('mention_all'),
    skip_holidays: null,
    catch_up: has('catch_up_skip') ? 'skip' : has('catch_up_send') ? 'send_late' : null,
  };
}

function composeWhen(said: Said, options: Options): Partial<Composed> {
  only(said, 'zone', 'ambiguous_time');
  refuseTwoSchedules(said);
  const cron = all(said, 'cron')[0];
  if (cron) return recurring(said, composeCron(said, cron), options);
  if (isRecurring(said)) return recurring(said, composeRecurring(said), options);
  refuseMonthsAlone(said);
  const limit = said.pieces.find(piece => LIMITS.has(piece.kind) && !(piece.kind === 'count' && piece.count === 1));
  if (limit)
    unclear(
      !said.pieces.some(piece => piece.kind === 'day' || piece.kind === 'weekdays' || piece.kind === 'times')
        ? 'missing_schedule'
        : limit.kind === 'exclude'
          ? 'ambiguous_date'
          : 'ambiguous_recurrence',
      { asks: true },
      limit,
    );
  const once = composeOnce(said);
  if (!('date' in once)) return { rule: once.rule, anchor: once.rule.at };
  const faults = said.phrase ? [] : [{ fault: fault('missing_time', { asks: true }), at: null }];
  return { date: once.date, faults };
}

/** "em janeiro 9h": which day of it? Beside a day of the month ("em janeiro, dia 10") it is that day's month. */
function refuseMonthsAlone(said: Said): void {
  const months = all(said, 'months')[0];
  const day = all(said, 'day')[0]?.day;
  const isBare = day?.type === 'date' && day.month === null && day.which === null;
  if (months && (months.months.length > 1 || !isBare || all(said, 'day').length > 1))
    unclear('ambiguous_date', { asks: true }, months);
}

const DAYS = new Set<Piece['kind']>(['day', 'weekdays', 'monthdays', 'yearly', 'nth']);

/** "toda segunda 8h e toda quarta 10h": days with hours of their own are schedules of their own. */
function refuseTwoSchedules(said: Said): void {
  const order = said.pieces.filter(piece => piece.kind === 'times' || DAYS.has(piece.kind));
  const [first, second, third, fourth] = order.map(piece => (piece.kind === 'times' ? 'hour' : 'day'));
  const pairs = order.length >= 4 && first !== second && first === third && second === fourth;
  if (pairs && !sameHours(said)) unclear('two_schedules', {}, order[3]!);
}

function sameHours(said: Said): boolean {
  return new Set(all(said, 'times').map(piece => JSON.stringify(piece.times))).size === 1;
}

function recurring(said: Said, composed: { rule: Rule; anchor: string }, options: Options): Partial<Composed> {
  const { rule, anchor } = composed;
  const incomplete = rule.times.length === 0 && !rule.window && !/HOURLY|MINUTELY/.test(rule.rrule!);
  const limited = rule.exclude.length > 0 || rule.until !== null || rule.short_months === 'skip';
  if (!incomplete && limited && !firstInstantAfter({ rule, anchor, timezone: said.timezone }, said.now))
    unclear(rule.until ? 'until_before_start' : 'never_happens');
  const skip_holidays = rule.exclude.includes('HOLIDAYS') ? (rule.holidays ?? 'BR') : null;
  return { rule, anchor, options: { ...options, skip_holidays } };
}

function isRecurring(said: Said): boolean {
  // An interval inside a window on a named day is a handful of sends on that day: "hoje a cada hora das 14h às 18h".
  const oneDay =
    all(said, 'day').length > 0 || all(said, 'weekdays').some(({ recurring, weekdays }) => !recurring && !weekdays[1]);
  const dayOnly =
    oneDay &&
    all(said, 'window').length > 0 &&
    all(said, 'every').every(piece => piece.freq === 'HOURLY' || piece.freq === 'MINUTELY');
  const isLimited = said.pieces.some(({ kind }) => LIMITS.has(kind) || kind === 'lasting' || kind === 'range');
  if (dayOnly && !isLimited) return false;
  return said.pieces.some(
    piece =>
      REPEATING.has(piece.kind) || ((piece.kind === 'weekdays' || piece.kind === 'monthdays') && piece.recurring),
  );
}
