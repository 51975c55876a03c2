import { correctCommand } from '../../../src/schedule/parse-command.ts';
import { parseWhen } from '../../../src/schedule/parse-when.ts';
import type { Reading, ReadingContext } from '../../../src/schedule/reading.ts';

/** Tuesday, 9 June 2026, 14:00 in São Paulo: the now of the tables. */
export const NOW: ReadingContext = {
  now: Temporal.Instant.from('2026-06-09T17:00:00Z'),
  timezone: 'America/Sao_Paulo',
};

export const when = (text: string, context: Partial<ReadingContext> = {}): Reading =>
  parseWhen(text, { ...NOW, ...context });

export const command = (text: string, context: Partial<ReadingContext> = {}): Reading =>
  correctCommand(text, { ...NOW, ...context });

/** Everything that decides what is sent when, to compare two readings by. */
export function meaning({
  kind,
  reason,
  next,
  total,
  last,
  timezone,
  options,
  rule,
  groups,
  contacts,
  numbers,
  template,
  vars,
  text,
}: Reading): object {
  return {
    kind,
    reason,
    next,
    total,
    last,
    timezone,
    options,
    exclude: rule?.exclude,
    until: rule?.until,
    groups,
    contacts,
    numbers,
    template,
    vars,
    text,
  };
}
