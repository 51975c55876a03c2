/**
 * What the language hands out: a command or a phrase as understood, and the rule that a schedule stores.
 *
 * Dates are `YYYY-MM-DD`, clock times `HH:MM` (with `:SS` only where a second is not zero), both local to `timezone`.
 */

/** RFC 5545 weekday codes, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** 0 for `MO` … 6 for `SU`; -1 for anything else. */
export function weekdayNumber(code: string): number {
  return (WEEKDAYS as readonly string[]).indexOf(code);
}

/** Wall-clock bounds, both inclusive; `from` later than `to` goes past midnight. */
export interface TimeWindow {
  from: string;
  to: string;
}

/**
 * The rule as stored, in JSON, with a schedule; local to the schedule's `timezone`.
 *
 * Two shapes: `rrule` null is a one-off (`at`, and `extra` when it is sent more than once); otherwise `rrule` tells the days (or the interval)
 * and `times` the hours of those days.
 */
export interface Rule {
  /** RFC 5545 value without BYHOUR, BYMINUTE, UNTIL, COUNT; null: once. */
  rrule: string | null;
  /** Local date-time of the first send of a one-off. */
  at: string | null;
  /** Further local date-times: more sends of a one-off, the RDATEs of a recurring rule. */
  extra: string[];
  /** Clock times in order; empty for interval rules (hourly, minutely). */
  times: string[];
  /** Clock bounds of an interval rule, which then starts anew at `from` every day. */
  window: TimeWindow | null;
  /** First and last day allowed, inclusive. */
  start: string | null;
  until: string | null;
  /** Total number of sends, after exclusions. */
  count: number | null;
  /** `MO`…`SU`, dates, inclusive ranges `YYYY-MM-DD/YYYY-MM-DD`, or `HOLIDAYS`. */
  exclude: string[];
  /** Whose holidays `HOLIDAYS` and working days mean: `BR`, `BR-SP`, …; null: `BR`. */
  holidays: string | null;
  /** Where a day that is no working day moves to; null: it does not move. */
  shift: 'next_working_day' | 'previous_working_day' | null;
  /** What day 29, 30 or 31 means in a month without it. */
  short_months: 'last_day' | 'skip';
}

/** Reason codes; each has a sentence in `templates/errors/`. */
export const REASONS = [
  'past_time',
  'invalid_date',
  'invalid_time',
  'missing_time',
  'missing_recipient',
  'missing_content',
  'missing_schedule',
  'missing_ddd',
  'unknown_weekday',
  'weekday_date_conflict',
  'until_before_start',
  'two_contents',
  'ambiguous_date',
  'ambiguous_recurrence',
  'unread_words',
  'ambiguous_time',
  'two_schedules',
  'invalid_number',
  'interval_too_short',
  'never_happens',
  'unsupported_rule',
] as const;
export type Reason = (typeof REASONS)[number];

/** Half-open range of UTF-16 positions in the text as typed. */
export interface Span {
  start: number;
  end: number;
}

/** One fault of a text. `ask` can be answered ("às quantas horas?"), `error` must be written anew. */
export interface Problem {
  code: Reason;
  kind: 'error' | 'ask';
  /** The words at fault, as typed. */
  words?: string;
  span?: Span;
  /** Readings to choose from: dates, date-times, or phrases. */
  options?: string[];
  /** A word that was probably meant. */
  suggestion?: string;
  /** The name that the words may be a part of, and then say nothing about when: "Quinta 19h". */
  longName?: { type: 'group' | 'contact'; name: string };
}

/** What a command says beside when, to whom and what. */
export interface Options {
  mention_all: boolean;
  /** `BR`, `BR-SP`, …: the holidays left out; null when none are. */
  skip_holidays: string | null;
  /** Null: not said. */
  catch_up: 'send_late' | 'skip' | null;
}

/** A text as understood. Keys and values of the first block are pinned: other programs read them. */
export interface Reading {
  kind: 'once' | 'recurring' | 'error' | 'ask';
  /** `once`: local date-time of the first send; a bare date for a phrase that names no hour. */
  at: string | null;
  rrule: string | null;
  times: string[];
  start: string | null;
  until: string | null;
  count: number | null;
  window: TimeWindow | null;
  exclude: string[];
  groups: string[];
  contacts: string[];
  /** E.164. */
  numbers: string[];
  template: string | null;
  vars: Record<string, string>;
  text: string | null;
  reason: Reason | null;
  /** Up to five next sends, local; null when there is no time to tell them. */
  next: string[] | null;
  /** Number of sends and the last one, when the series ends. */
  total: number | null;
  last: string | null;

  timezone: string;
  /** The group where the command was written ("aqui"). */
  here: boolean;
  options: Options;
  /** Every fault, gravest first; empty when `kind` is `once` or `recurring`. */
  problems: Problem[];
  /** What to store; null unless the whole when was understood. */
  rule: Rule | null;
  /** Local date-time that intervals count from. */
  anchor: string | null;
  /** The day, of a one-off that lacks its hour. */
  date: string | null;
  /** Of a faulty command the words about when that were read, as typed; "…" is where others lie between them. */
  said: string | null;
  /** The line to copy that a faulty command amounts to; null when it was not asked for, none can be made, or one does not do. */
  suggestion: string | null;
  /** Several lines to copy, where one does not do. */
  lines: Lines | null;
}

/** Lines to copy: `each` of them, for what is several schedules in one text, or the `one` that was meant. */
export interface Lines {
  take: 'each' | 'one';
  texts: string[];
}

/** What a text is read against. */
export interface ReadingContext {
  now: Temporal.Instant;
  /** IANA name of the zone that times mean unless the text names another. */
  timezone: string;
  /** The words of the message that the command quotes: content, when the command has none. */
  quotedText?: string | null;
  /** The command is the caption of a picture, a document, …: content enough. */
  hasMedia?: boolean;
}

/** A rule in its place: what recurrence and description need. */
export interface Timed {
  rule: Rule;
  /** Local date-time from which intervals and counts run (RFC 5545 DTSTART); it never drifts. */
  anchor: string;
  timezone: string;
}
