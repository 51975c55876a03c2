import { attemptCommand } from './parse-command.ts';
import type { Reading, ReadingContext } from './reading.ts';
import { type Attempt, withLines } from './suggest.ts';
import { settle } from './to-reading.ts';

/** A command that says to whom and what; it has no when of its own. */
export interface MessageReading {
  /** Its when is not looked at; a missing one is no problem. */
  reading: Reading;
  /** It names an hour or a day other than this moment: somebody who wanted to schedule. */
  saysWhen: boolean;
}

const COMMAND = '/enviar';
/** Pieces that say nothing about when, or only "agora". */
const TIMELESS = new Set(['now', 'option']);

/** Reads a command to send at once: the parts of `/agendar` without the when. Never throws. */
export function parseMessage(text: string, context: ReadingContext): MessageReading {
  const attempt = attemptMessage(text, context);
  const { problems } = attempt.reading;
  const task = { command: COMMAND, context, read: (line: string) => attemptMessage(line, context) };
  const reading = problems.length === 0 ? attempt.reading : withLines(attempt, task);
  return { reading, saysWhen: attempt.clauses.pieces.some(piece => !TIMELESS.has(piece.kind)) };
}

function attemptMessage(text: string, context: ReadingContext): Attempt {
  const words = text.startsWith(COMMAND) ? text.slice(COMMAND.length) : text;
  const { composed, ...attempt } = attemptCommand(words, context);
  const settled = settle(attempt.reading, composed, context.now);
  const problems = settled.problems.filter(({ code }) => code !== 'missing_schedule');
  return { ...attempt, reading: { ...settled, problems, reason: problems[0]?.code ?? null } };
}
