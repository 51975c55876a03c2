import { correctCommand } from './parse-command.ts';
import { parseWhen } from './parse-when.ts';
import type { Reading } from './reading.ts';

/** One line of input of `cli parse`: what to read, and against which local moment and zone. */
export interface ParseRow {
  id?: unknown;
  text: string;
  /** Local date-time; default 2026-11-24T10:00:00. */
  ref?: string | null;
  /** IANA zone; default America/Sao_Paulo. */
  tz?: string | null;
}

const DEFAULT_REF = '2026-11-24T10:00:00';
const DEFAULT_ZONE = 'America/Sao_Paulo';

/** Reads one row, as a command or (`phrase`) as a when alone. @throws RangeError for a `ref` or `tz` that is none */
export function parseRow(row: ParseRow, options: { phrase: boolean }): { id: unknown; result: Reading } {
  const timezone = row.tz ?? DEFAULT_ZONE;
  const now = instantOf(row.ref ?? DEFAULT_REF, timezone);
  const read = options.phrase ? parseWhen : correctCommand;
  return { id: row.id ?? null, result: read(row.text, { now, timezone }) };
}

/** The moment of the row before, which is mostly this row's as well. */
let last: { ref: string; timezone: string; instant: Temporal.Instant } | null = null;

function instantOf(ref: string, timezone: string): Temporal.Instant {
  if (last?.ref !== ref || last.timezone !== timezone) {
    const instant = Temporal.PlainDateTime.from(ref).toZonedDateTime(timezone).toInstant();
    last = { ref, timezone, instant };
  }
  return last.instant;
}
