import { UserError } from '../errors.ts';
import { parsePostponement } from '../schedule/parse-postponement.ts';
import type { Postponement } from './postpone-next.ts';

/**
 * A postponement in Portuguese: "30 minutos", "amanhã 10h".
 *
 * @param now what "amanhã" counts from
 * @returns it throws UserError when it is asked: `postpone_when`, or the reason why the words are no time
 */
export function postponedBy(words: string, now: Temporal.Instant): Postponement {
  return (due, timezone) => laterInstant(words, { due, now, timezone }, { missing: 'postpone_when', field: 'when' });
}

/**
 * The instant that words name, as parsePostponement reads them.
 *
 * @param refusal its code where they name none, and the API's field
 * @throws UserError with that code, or the reason why the words are no time
 */
export function laterInstant(
  words: string,
  context: { due: Temporal.Instant; now: Temporal.Instant; timezone: string },
  { missing, field }: { missing: string; field: string },
): Temporal.Instant {
  const { to, reading } = parsePostponement(words, context);
  if (to) return to;
  const [problem] = reading.problems;
  if (!problem || problem.code === 'missing_schedule') throw new UserError(missing, { field });
  const { code, options = [], suggestion = null } = problem;
  throw new UserError(code, { words: problem.words ?? words, options, suggestion, field });
}
