import { brDate } from './describe-words.ts';
import type { Placed } from './pieces.ts';
import { PLACEHOLDERS } from './placeholders.ts';
import type { Problem, ReadingContext } from './reading.ts';
import type { Attempt } from './suggest.ts';
import { type Edit, inserted } from './suggest-edits.ts';
import { MONTH_WORDS } from './words/months.ts';

/** Hours of each part of the day: what lacks its hour may name one. */
const HOURS = ['9h', '20h', '15h', '3h'];
const TIME_SAMPLES = HOURS.map(hour => `às ${hour}`);
const WHEN = `${PLACEHOLDERS.date} às ${PLACEHOLDERS.time}`;
const WHEN_SAMPLES = ['amanhã 9h', 'todo dia 9h'];
/** What a sample date lies ahead. */
const SAMPLE_DAYS = 60;

/**
 * What mends the faults of a text that are no fault of its words: a place to fill in where something lacks or does not
 * exist, or each of the readings that are possible. One list of edits for each line; none where only the writer can know.
 */
export function filled(attempt: Attempt, context: ReadingContext): Edit[][] {
  let lines: Edit[][] = [[]];
  for (const problem of attempt.reading.problems) {
    const edits = editsFor(problem, attempt, context);
    lines = lines.flatMap(line => edits.map(edit => [...line, edit]));
  }
  return lines;
}

function editsFor(problem: Problem, attempt: Attempt, context: ReadingContext): Edit[] {
  const { span, words, suggestion } = problem;
  const end = attempt.body.trimEnd().length;
  switch (problem.code) {
    case 'missing_time':
      if (span && suggestion) return [{ ...span, text: `às ${suggestion}` }];
      return [inserted(afterDays(attempt) ?? end, `às ${PLACEHOLDERS.time}`, TIME_SAMPLES)];
    case 'missing_schedule':
      return [inserted(attempt.clauses.tokens[0]?.start ?? end, WHEN, WHEN_SAMPLES)];
    case 'missing_recipient':
      if (span) return [inserted(span.end, PLACEHOLDERS.name, ['exemplo'])];
      return words ? [] : [inserted(beforeContent(attempt) ?? end, `grupo ${PLACEHOLDERS.name}`, ['grupo exemplo'])];
    case 'missing_content':
      return words && !span ? [] : contentPlace(problem, attempt, end);
    case 'missing_ddd':
      return span ? [{ ...span, text: `${PLACEHOLDERS.areaCode} ${words}`, samples: [`11 ${words}`] }] : [];
    case 'invalid_number':
      return span ? [{ ...span, text: PLACEHOLDERS.phone, samples: ['11 98765-4321'] }] : [];
    case 'past_time':
    case 'invalid_date':
      return isOnlyDate(problem, attempt) ? [datePlace(problem, context)] : [];
    case 'invalid_time':
      return isOnlyTime(problem, attempt) ? hourPlaces(problem) : [];
    case 'ambiguous_date':
    case 'ambiguous_time':
      return choices(problem);
    default:
      return [];
  }
}

function contentPlace({ span, words }: Problem, { body }: Attempt, end: number): Edit[] {
  if (!span || !words) return [inserted(end, `mensagem ${PLACEHOLDERS.text}`, ['mensagem exemplo'])];
  const isTemplate = /^(?:modelo|template)/i.test(words);
  const place = isTemplate ? PLACEHOLDERS.name : PLACEHOLDERS.text;
  return body.slice(span.end).trim() === '' || isTemplate ? [inserted(span.end, place, ['exemplo'])] : [];
}

/** The readings that a fault names, in the place of its words. One alone is no choice. */
function choices({ span, options = [] }: Problem): Edit[] {
  if (!span || options.length < 2 || options.some(option => option.includes('T'))) return [];
  return options.map(option => ({ ...span, text: /^\d{4}-\d\d-\d\d$/.test(option) ? brDate(option) : option }));
}

function hourPlaces({ span, options = [] }: Problem): Edit[] {
  if (!span) return [];
  if (options.length > 1) return options.map(option => ({ ...span, text: `às ${option}` }));
  return [{ ...span, text: `às ${PLACEHOLDERS.time}`, samples: TIME_SAMPLES }];
}

function datePlace({ span }: Problem, { now, timezone }: ReadingContext): Edit {
  const day = now.toZonedDateTimeISO(timezone).toPlainDate().add({ days: SAMPLE_DAYS });
  return { ...span!, text: PLACEHOLDERS.date, samples: [brDate(day.toString())] };
}

/** Kinds of pieces that an hour belongs beside. */
const DAYS = new Set<Placed['kind']>(
  'day weekdays every monthdays yearly nth rate part which range lasting months rule'.split(' ') as Placed['kind'][],
);

/** Where an hour goes: behind the last words that say which days. */
function afterDays({ clauses: { pieces, tokens } }: Attempt): number | undefined {
  const piece = pieces.findLast(({ kind }) => DAYS.has(kind)) ?? pieces.at(-1);
  return piece && tokens[piece.to - 1]!.end;
}

function beforeContent({ clauses: { contents, tokens } }: Attempt): number | undefined {
  return contents[0] && tokens[contents[0].from]!.start;
}

const DATE_WORDS = new Set(['hoje', 'ontem', 'anteontem', 'dia', 'de', 'do', 'em', 'no', 'a', '/', '-', '.']);
const TIME_WORDS = new Set(
  'h hs hr hrs hora horas min minutos e meia as a ao da de manha tarde noite madrugada : - .'.split(' '),
);

/** Whether a fault is in words that name one date and nothing else: no rhythm, weekday or range is lost with them. */
function isOnlyDate(problem: Problem, attempt: Attempt): boolean {
  return isMadeOf(problem, attempt, word => DATE_WORDS.has(word) || MONTH_WORDS.has(word));
}

function isOnlyTime(problem: Problem, attempt: Attempt): boolean {
  return /\d/.test(problem.words ?? '') && isMadeOf(problem, attempt, word => TIME_WORDS.has(word));
}

function isMadeOf({ span }: Problem, { clauses }: Attempt, isKnown: (word: string) => boolean): boolean {
  if (!span) return false;
  const tokens = clauses.tokens.filter(({ start, end }) => start >= span.start && end <= span.end);
  return tokens.every(({ kind, text }) => kind === 'number' || isKnown(text));
}
