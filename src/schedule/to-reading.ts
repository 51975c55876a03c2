import type { Composed } from './compose.ts';
import type { PieceOf, Placed } from './pieces.ts';
import type { Problem, Reading, Reason } from './reading.ts';
import { localDateTime, nextInstants, totalOf } from './recurrence.ts';
import type { Token } from './tokenize.ts';

/** A reading with nothing understood. */
export function emptyReading(timezone: string): Reading {
  return {
    kind: 'ask',
    at: null,
    rrule: null,
    times: [],
    start: null,
    until: null,
    count: null,
    window: null,
    exclude: [],
    groups: [],
    contacts: [],
    numbers: [],
    template: null,
    vars: {},
    text: null,
    reason: null,
    next: [],
    total: 0,
    last: null,
    timezone,
    here: false,
    options: { mention_all: false, skip_holidays: null, catch_up: null },
    problems: [],
    rule: null,
    anchor: null,
    date: null,
    said: null,
    suggestion: null,
    lines: null,
  };
}

const QUESTIONS = new Set<Reason>([
  'missing_time',
  'missing_recipient',
  'missing_content',
  'missing_schedule',
  'missing_ddd',
  'weekday_date_conflict',
  'ambiguous_date',
  'ambiguous_recurrence',
  'ambiguous_time',
]);

/** Gravest first: what is wrong before what is unclear, before what is missing. */
const GRAVITY: readonly Reason[] = [
  'invalid_time',
  'invalid_date',
  'unknown_weekday',
  'past_time',
  'weekday_date_conflict',
  'until_before_start',
  'two_contents',
  'missing_ddd',
  'invalid_number',
  'interval_too_short',
  'unsupported_rule',
  'never_happens',
  'unread_words',
  'ambiguous_date',
  'ambiguous_time',
  'ambiguous_recurrence',
  'two_schedules',
  'missing_schedule',
  'missing_time',
  'missing_recipient',
  'missing_content',
];

/** A fault at a run of tokens, with the words as typed. */
export function problemAt(
  code: Reason,
  place: { from: number; to: number } | null,
  tokens: readonly Token[],
  text: string,
  more: Partial<Problem> = {},
): Problem {
  const problem: Problem = { code, kind: QUESTIONS.has(code) ? 'ask' : 'error', ...more };
  const first = place && tokens[place.from];
  const last = place && tokens[place.to - 1];
  if (!first || !last) return problem;
  const span = { start: first.start, end: last.end };
  return { ...problem, words: text.slice(span.start, span.end), span };
}

/** A fault of the schedule as a problem of the text. */
export function problemOf(fault: PieceOf<'fault'>, at: Placed | null, tokens: readonly Token[], text: string): Problem {
  const more: Partial<Problem> = {};
  if (fault.options) more.options = fault.options;
  if (fault.suggestion) more.suggestion = fault.suggestion;
  return problemAt(fault.code, at, tokens, text, more);
}

/** Sorts the problems and settles the kind: with a fault nothing is scheduled, and the fields of the schedule stay empty. */
export function settle(reading: Reading, composed: Composed, now: Temporal.Instant): Reading {
  const problems = [...reading.problems].sort((a, b) => GRAVITY.indexOf(a.code) - GRAVITY.indexOf(b.code));
  const { rule, anchor, date, timezone, options } = composed;
  const understood = { ...reading, problems, rule, anchor, date, timezone, options };
  const first = problems[0];
  if (first)
    return {
      ...understood,
      kind: problems.some(problem => problem.kind === 'error') ? 'error' : 'ask',
      reason: first.code,
    };
  if (composed.date !== null)
    return { ...understood, kind: 'once', at: composed.date, next: null, total: null, last: null };
  if (!rule || anchor === null) return { ...understood, reason: 'missing_schedule' };
  return { ...understood, ...scheduleFields(composed, now) };
}

function scheduleFields({ rule, anchor, timezone }: Composed, now: Temporal.Instant): Partial<Reading> {
  if (!rule || anchor === null) return {};
  const timed = { rule, anchor, timezone };
  const fields = {
    at: rule.at,
    rrule: rule.rrule,
    times: rule.times,
    start: rule.start,
    until: rule.until,
    count: rule.count,
    window: rule.window,
    exclude: rule.exclude,
  };
  const kind = rule.rrule === null ? 'once' : 'recurring';
  const timeless =
    kind === 'recurring' && rule.times.length === 0 && !rule.window && !/HOURLY|MINUTELY/.test(rule.rrule!);
  if (timeless) return { ...fields, kind, next: null, total: null, last: null };
  // A one-off of this very moment ("agora") is still to be sent.
  const after = kind === 'once' ? now.subtract({ minutes: 1 }) : now;
  const next = nextInstants(timed, { after, count: 5 }).map(instant => localDateTime(instant, timezone));
  const { total, last } = totalOf(timed);
  return { ...fields, kind, next, total, last: last && localDateTime(last, timezone) };
}
