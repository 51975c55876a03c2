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
  return (due, timezone) => {
    const { to, reading } = parsePostponement(words, { due, now, timezone });
    if (to) return to;
    const [problem] = reading.problems;
    if (!problem || problem.code === 'missing_schedule') throw new UserError('postpone_when', { field: 'when' });
    const { code, options = [], suggestion = null } = problem;
    throw new UserError(code, { words: problem.words ?? words, options, suggestion, field: 'when' });
  };
}
