import { readFileSync } from 'node:fs';
import { parseRow } from '../src/schedule/parse-rows.ts';
import type { Reading } from '../src/schedule/reading.ts';

/**
 * Measures the reader against a corpus of JSON lines: `node bench/score.ts <file.jsonl> …`.
 *
 * A row is a command (`expect` has a `kind`), a date phrase (`expect` is a string, `accept` further ones) or a rule phrase (`expect.rrule`).
 */
export interface Score {
  rows: number;
  right: number;
  /** Read, but as something else: the dangerous kind. */
  wrong: number;
  /** Asked about or refused where a reading was expected. */
  asked: number;
  refused: number;
  failing: { id: unknown; text: string; got: string; expected: string }[];
}

type Fields = Record<string, unknown>;
interface Row {
  id: unknown;
  text: string;
  ref?: string;
  tz?: string;
  expect: string | Fields;
  accept?: string[];
  alt?: Fields[];
  grain?: string;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const folded = (names: unknown) =>
  (names as string[]).map(name => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase());

/** Scores the rows of one file. */
export function score(lines: string): Score {
  const result: Score = { rows: 0, right: 0, wrong: 0, asked: 0, refused: 0, failing: [] };
  for (const line of lines.split('\n').filter(Boolean)) {
    const row = JSON.parse(line) as Row;
    const phrase = typeof row.expect === 'string' || !('kind' in row.expect);
    const reading = parseRow(row, { phrase }).result;
    result.rows++;
    if (isRight(row, reading)) result.right++;
    else {
      result[reading.kind === 'ask' ? 'asked' : reading.kind === 'error' ? 'refused' : 'wrong']++;
      result.failing.push({ id: row.id, text: row.text, got: brief(reading), expected: JSON.stringify(row.expect) });
    }
  }
  return result;
}

function isRight(row: Row, reading: Reading): boolean {
  if (typeof row.expect === 'string')
    return [row.expect, ...(row.accept ?? [])].some(expected => sameMoment(expected, reading, row.grain));
  if ('kind' in row.expect)
    return [{}, ...(row.alt ?? [])].some(alt => fitsCommand({ ...(row.expect as Fields), ...alt }, reading, alt));
  return [{}, ...(row.alt ?? [])].some(alt => fitsRule({ ...(row.expect as Fields), ...alt }, reading));
}

/** An hour that is only the corpus's rounding counts by the hour. */
function sameMoment(expected: string, reading: Reading, grain: string | undefined): boolean {
  if (reading.kind !== 'once' || reading.at === null) return false;
  return reading.at === expected || (grain === 'hour' && reading.at.slice(0, 13) === expected.slice(0, 13));
}

function fitsCommand(expect: Fields, reading: Reading, alt: Fields): boolean {
  if (expect.kind !== reading.kind) return false;
  if (expect.kind === 'ask' || expect.kind === 'error')
    return 'kind' in alt || (expect.reason === reading.reason && samePeople(expect, reading));
  const sends = expect.next === null ? expect.rrule === reading.rrule : same(expect.next, reading.next);
  const ends =
    (expect.total === null || expect.total === reading.total) && (expect.last === null || expect.last === reading.last);
  return sends && ends && samePeople(expect, reading);
}

function samePeople(expect: Fields, reading: Reading): boolean {
  const names =
    same(folded(expect.groups), folded(reading.groups)) &&
    same(folded(expect.contacts), folded(reading.contacts)) &&
    same(expect.numbers, reading.numbers);
  return (
    names && expect.template === reading.template && same(expect.vars, reading.vars) && expect.text === reading.text
  );
}

function fitsRule(expect: Fields, reading: Reading): boolean {
  if (reading.kind !== 'recurring' || expect.rrule !== reading.rrule) return false;
  const times = expect.times ?? (expect.time === null ? [] : [expect.time]);
  return (
    same(times, reading.times) &&
    same(expect.window ?? null, reading.window) &&
    same(expect.start ?? null, reading.start)
  );
}

function brief(reading: Reading): string {
  const { kind, reason, at, rrule, times, window, start, groups, contacts, template, text, next, total, problems } =
    reading;
  return JSON.stringify({
    kind,
    reason,
    at,
    rrule,
    times,
    window,
    start,
    groups,
    contacts,
    template,
    text,
    next,
    total,
    problems: problems.map(problem => `${problem.code} ${problem.words ?? ''}`),
  });
}

if (import.meta.main) {
  for (const file of process.argv.slice(2)) {
    const { rows, right, wrong, asked, refused, failing } = score(readFileSync(file, 'utf8'));
    for (const row of failing)
      console.log(`${String(row.id)}  ${row.text}\n    got       ${row.got}\n    expected  ${row.expected}`);
    const share = (count: number) => `${count} (${((100 * count) / rows).toFixed(1)} %)`;
    console.log(
      `${file}: ${rows} rows, right ${share(right)}, wrong ${share(wrong)}, asked ${share(asked)}, refused ${share(refused)}`,
    );
  }
}
