import { readClauses } from './clauses.ts';
import { describe } from './describe.ts';
import { brDate } from './describe-words.ts';
import { parseCommand } from './parse-command.ts';
import type { Piece } from './pieces.ts';
import type { Problem, Reading, ReadingContext, Rule, Timed } from './reading.ts';

/** What a command changes of a schedule. */
export interface ChangeReading {
  /** Parts that are not named are empty and no problem. */
  reading: Reading;
  /** The new when, put together with what stays of the present one; null when it stays as it is. */
  timed: Timed | null;
}

/** Parts of a when that only change an hour, or only a limit: the rest of the present rule stays. */
const HOURS = new Set<Piece['kind']>(['times', 'part']);
const LIMITS = new Set<Piece['kind']>([
  'until',
  'lasting',
  'start',
  'count',
  'exclude',
  'months',
  'shift',
  'short_months',
]);
/** What a limit takes the place of. */
const REPLACED: Partial<Record<Piece['kind'], Partial<Rule>>> = {
  until: { until: null },
  lasting: { until: null },
  start: { start: null },
  count: { count: null },
};

/**
 * Reads the parts of a schedule that change, in the language of `/agendar`: "10h", "toda sexta", "até 20/12", "grupo
 * suporte", "modelo promo". An hour alone keeps the days, days alone keep the hours. Never throws.
 *
 * @param current the present rule, which must be one that {@link describe} can tell
 */
export function parseChange(text: string, current: Timed, context: ReadingContext): ChangeReading {
  const pieces = readClauses(text).pieces.filter(({ kind }) => kind !== 'option');
  const kinds = pieces.map(({ kind }) => kind);
  let reading = parseCommand(`${lead(kinds, current)}${text}`, context);
  const lacksHour = reading.problems.some(({ code, words }) => code === 'missing_time' && words === undefined);
  const hours = hoursOf(current.rule);
  if (lacksHour && hours.length > 0) reading = parseCommand(`às ${hours.join(', ')} ${text}`, context);
  const problems = reading.problems
    .filter(problem => !isLeftOut(problem.code, problem.words, kinds.length === 0))
    .map(problem => withTypedWords(problem, text));
  return {
    reading: { ...reading, problems, reason: problems[0]?.code ?? null, said: null },
    timed: kinds.length === 0 ? null : timedOf(reading, current, kinds),
  };
}

/** The words of the present rule that the new ones complete. */
function lead(kinds: readonly Piece['kind'][], { rule, anchor, timezone }: Timed): string {
  if (kinds.length === 0) return '';
  const told = (changed: Partial<Rule>) => `${describe({ rule: { ...rule, ...changed }, anchor, timezone })} `;
  if (rule.rrule !== null && kinds.every(kind => LIMITS.has(kind))) {
    return told(Object.assign({}, ...kinds.map(kind => REPLACED[kind])));
  }
  if (!kinds.every(kind => HOURS.has(kind))) return '';
  if (rule.rrule !== null) return rule.times.length > 0 ? told({ times: [] }) : '';
  const days = new Set([rule.at ?? '', ...rule.extra].map(moment => moment.slice(0, 10)));
  return days.size === 1 ? `${brDate([...days][0]!)} ` : '';
}

function hoursOf({ rrule, at, times }: Rule): string[] {
  return rrule === null && at !== null ? [at.slice(11)] : times;
}

/** A part that is not named is no fault; one that was begun and not ended is. */
function isLeftOut(code: string, words: string | undefined, hasNoWhen: boolean): boolean {
  if (words !== undefined) return false;
  return code === 'missing_recipient' || code === 'missing_content' || (code === 'missing_schedule' && hasNoWhen);
}

/** Words of the present rule are not hers: a fault among them names none. */
function withTypedWords(problem: Problem, text: string): Problem {
  const { words, span: _, ...wordless } = problem;
  return words === undefined || text.includes(words) ? problem : wordless;
}

function timedOf(reading: Reading, current: Timed, kinds: readonly Piece['kind'][]): Timed | null {
  const { rule, anchor, timezone } = reading;
  if (!rule || anchor === null) return null;
  // The same days keep their count and their rhythm: "a cada 2 semanas" stays in its weeks.
  const goesOn = rule.rrule !== null && rule.rrule === current.rule.rrule;
  const isNewStart = kinds.includes('start') || kinds.includes('count');
  return { rule, anchor: goesOn && !isNewStart ? current.anchor : anchor, timezone };
}
