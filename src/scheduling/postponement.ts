import { UserError } from '../errors.ts';
import { type PostponementContext, parsePostponement } from '../schedule/parse-postponement.ts';
import type { Postponement } from './postpone-next.ts';

/**
 * A postponement in Portuguese: "30 minutos", "amanhã 10h".
 *
 * @param now what "amanhã" counts from
 * @returns it throws UserError when it is asked: `postpone_when`, `postpone_back`, the reason why the words are no time,
 *   or `postpone_unclear` (details `amount` and `hour`, two instants to choose from; `amount` null: is it that day?)
 */
export function postponedBy(words: string, now: Temporal.Instant): Postponement {
  return (due, timezone) => {
    const { doubt, isBack, words: said } = parsePostponement(words, { due, now, timezone });
    if (isBack) throw new UserError('postpone_back', { words, field: 'when' });
    if (doubt) throw new UserError('postpone_unclear', { words: said, ...doubt, due, timezone, field: 'when' });
    return laterInstant(words, { due, now, timezone }, { missing: 'postpone_when', field: 'when' });
  };
}

/**
 * The instant that words name, as parsePostponement reads them.
 *
 * @param refusal its code where they name none, and the API's field
 * @throws UserError with that code, `postpone_unclear`, or the reason why the words are no time
 */
export function laterInstant(
  words: string,
  context: PostponementContext,
  { missing, field }: { missing: string; field: string },
): Temporal.Instant {
  const { to, doubt, reading, words: said } = parsePostponement(words, context);
  if (to) return to;
  const { due, timezone } = context;
  if (doubt) throw new UserError('postpone_unclear', { words: said, ...doubt, due, timezone, field });
  const [problem] = reading.problems;
  if (!problem || problem.code === 'missing_schedule') throw new UserError(missing, { field });
  const { code, options = [], suggestion = null } = problem;
  throw new UserError(code, { words: problem.words ?? words, options, suggestion, field });
}
