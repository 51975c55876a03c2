import { readClauses } from './clauses.ts';
import { parseCommand } from './parse-command.ts';
import type { Reading, ReadingContext } from './reading.ts';
import { suggestMessage } from './suggest.ts';

/** A command that says to whom and what; it has no when of its own. */
export interface MessageReading {
  /** Its when is not looked at; a missing one is no problem. */
  reading: Reading;
  /** It names an hour or a day other than this moment: somebody who wanted to schedule. */
  saysWhen: boolean;
}

/** Pieces that say nothing about when, or only "agora". */
const TIMELESS = new Set(['now', 'option']);

/** Reads a command to send at once: the parts of `/agendar` without the when. Never throws. */
export function parseMessage(text: string, context: ReadingContext): MessageReading {
  const reading = read(text, context);
  const saysWhen = readClauses(text).pieces.some(piece => !TIMELESS.has(piece.kind));
  return { reading: { ...reading, suggestion: correctedOf(reading, context) }, saysWhen };
}

function read(text: string, context: ReadingContext): Reading {
  const reading = parseCommand(text, context);
  const problems = reading.problems.filter(({ code }) => code !== 'missing_schedule');
  return { ...reading, problems, reason: problems[0]?.code ?? null };
}

/** A line that is itself faulty helps nobody. */
function correctedOf(reading: Reading, context: ReadingContext): string | null {
  if (reading.problems.length === 0) return null;
  const line = suggestMessage(reading);
  return read(line.replace('/enviar', ''), context).problems.length === 0 ? line : null;
}
