import type { SecondOfDay } from './clock-time.ts';
import type { Reason } from './reading.ts';
import type { Frequency, NthWeekday } from './rrule-value.ts';
import type { Unit } from './words/units.ts';

export type DayPart = 'dawn' | 'morning' | 'afternoon' | 'night';

/** A clock time as said. */
export interface SaidTime {
  second: SecondOfDay;
  /** The hour may still be moved by a part of the day said elsewhere ("hoje à noite às 8"). */
  open: boolean;
  /** "meia-noite": with a day before it, it can mean the night's beginning or its end. */
  midnight: boolean;
}

/** Which of the coming weekdays: the next one, the next but today, the one after it, either of two, or that of a named week (Monday first). */
export type WhichWeek = 'coming' | 'this' | 'next' | 'second' | 'ambiguous' | 'this_week' | 'next_week';
export type WhichMonth = 'this' | 'next';

/** A day as said, not yet looked up in a calendar. */
export type DayRef =
  | { type: 'offset'; amount: number; unit: Unit }
  | { type: 'weekday'; weekday: number; week: WhichWeek }
  /** A date; what is null was not said. `weekday` was said beside it. */
  | {
      type: 'date';
      day: number;
      month: number | null;
      year: number | null;
      which: WhichMonth | null;
      weekday: number | null;
      nextYear: boolean;
    }
  | { type: 'named'; name: string }
  /** The nth weekday or day (-1: last) of a month. */
  | { type: 'nth'; nth: number; of: NthOf; month: number | null; year: number | null; which: WhichMonth | null }
  | { type: 'next_working_day' }
  | {
      type: 'edge';
      edge: 'start' | 'end';
      of: 'week' | 'month' | 'year';
      which: WhichMonth | null;
      month: number | null;
      year: number | null;
    }
  /** So many days after (below zero: before) another day: "3 dias antes do dia 20". */
  | { type: 'shifted'; base: DayRef; days: number };

/** What an ordinal counts: a weekday (0 is Monday), days, or working days (Saturday included for CLT's calendar). */
export type NthOf = number | 'day' | 'working_day' | 'clt_working_day';

/** What an exception leaves out. */
export type Excluded =
  | { type: 'weekdays'; weekdays: number[] }
  | { type: 'days'; from: DayRef; to: DayRef | null }
  | { type: 'months'; months: number[] }
  /** The coming sends: "menos a próxima". */
  | { type: 'next'; count: number }
  | { type: 'holidays'; place: string | null };

/** A part of a schedule phrase, as one recogniser read it. */
export type Piece =
  | { kind: 'now' }
  | { kind: 'times'; times: SaidTime[] }
  | { kind: 'part'; part: DayPart; today: boolean }
  | { kind: 'day'; day: DayRef }
  /** "semana que vem", "mês que vem" on its own: completes a weekday or a day of month said elsewhere. */
  | { kind: 'which'; of: 'week' | 'month' | 'year' }
  | { kind: 'delay'; seconds: number }
  /** `count`: "nas próximas 5 sextas". */
  | { kind: 'weekdays'; weekdays: number[]; recurring: boolean; week: WhichWeek; count?: number }
  /** `vague`: a habit ("toda semana") whose day must be named; an interval ("a cada 2 semanas") may start at once. */
  | { kind: 'every'; freq: Frequency; interval: number; vague: boolean; weekdays: number[]; part: DayPart | null }
  /** Days of every month; or only of `months`, one of which makes it yearly. */
  | { kind: 'monthdays'; days: number[]; recurring: boolean; months: number[] }
  | { kind: 'yearly'; month: number; day: number | null; byDay: NthWeekday | null }
  | { kind: 'nth'; nth: number[]; of: NthOf; every: boolean; scope: 'month' | null; months: number[] }
  /** "só em dezembro": months that the days are confined to. */
  | { kind: 'months'; months: number[] }
  /** An RRULE value, for experts. */
  | { kind: 'rule'; rrule: string }
  | { kind: 'rate'; times: number; unit: Unit }
  | { kind: 'window'; opens: SaidTime; closes: SaidTime }
  /** `vague`: "até dezembro" may or may not take December in. `latest`: the last hour on that day. */
  | { kind: 'until'; day: DayRef; vague?: boolean; latest?: SaidTime }
  | { kind: 'start'; day: DayRef }
  | { kind: 'start_time'; time: SaidTime }
  | { kind: 'until_time'; time: SaidTime }
  | { kind: 'range'; first: DayRef; last: DayRef }
  | { kind: 'lasting'; amount: number; unit: Unit }
  /** `total`: said to be all of them ("3 vezes ao todo"). */
  | { kind: 'count'; count: number; total: boolean }
  | { kind: 'exclude'; excluded: Excluded[] }
  /** Days that are not left out: "inclusive domingo". */
  | { kind: 'include'; included: Excluded[] }
  /** "sempre": for what repeats. */
  | { kind: 'always' }
  | { kind: 'shift'; shift: 'next_working_day' | 'previous_working_day' }
  | { kind: 'short_months'; shortMonths: 'last_day' | 'skip' }
  | { kind: 'zone'; timezone: string }
  | { kind: 'option'; option: 'mention_all' | 'catch_up_skip' | 'catch_up_send' }
  | { kind: 'cron'; minutes: number[]; hours: number[]; days: number[]; months: number[]; weekdays: number[] }
  | { kind: 'fault'; code: Reason; asks: boolean; options?: string[]; suggestion?: string };

export type PieceOf<K extends Piece['kind']> = Extract<Piece, { kind: K }>;

/** A piece and the tokens that it was read from, half open. */
export type Placed = Piece & { from: number; to: number };

/** A bare fault: `error` unless it can be answered. */
export function fault(
  code: Reason,
  more: { asks?: boolean; options?: string[]; suggestion?: string } = {},
): PieceOf<'fault'> {
  const { asks = false, ...rest } = more;
  return { kind: 'fault', code, asks, ...rest };
}

/** A date with nothing said but its day. */
export function dateRef(
  day: number,
  more: Partial<Extract<DayRef, { type: 'date' }>> = {},
): Extract<DayRef, { type: 'date' }> {
  return { type: 'date', day, month: null, year: null, which: null, weekday: null, nextYear: false, ...more };
}
