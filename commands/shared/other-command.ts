import type { Command, CommandContext, Fault, Reply } from '../../src/chat/command.ts';
import { type FreeText, freeTextOf } from '../../src/schedule/free-text.ts';
import { parseCommand } from '../../src/schedule/parse-command.ts';
import { parseMessage } from '../../src/schedule/parse-message.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { editDistance } from '../../src/scheduling/near-names.ts';
import { askDoubt, type ScheduleRequest } from './schedule-request.ts';

/** The doubt that this is, and what can be answered. */
const ABOUT = 'line';
const OPTIONS = ['é outro comando', 'faz parte da mensagem'] as const;
/** Shorter words are too easily something else. */
const MIN_NEAR_LENGTH = 5;

/**
 * Settles whether a line of the text that begins like a command is one. Then the text ends before it, and the rest is
 * kept, for the reply to say that it has not been done.
 *
 * @param free the text; what is unquoted at the end of the words, unless told
 */
export function settleLines(
  context: Pick<CommandContext, 'commands' | 'work'>,
  request: ScheduleRequest,
  free: FreeText | null = freeTextOf(request.words),
): { request: ScheduleRequest } | { question: Reply } {
  const at = free && commandLineIn(context, request, free);
  const answer = request.settled[ABOUT];
  if (!free || at === null || answer === OPTIONS[1]) return { request };
  const words = request.words.slice(0, at).trimEnd();
  const rest = request.words.slice(at).trim();
  if (answer === OPTIONS[0]) return { request: { ...request, words, rest } };
  const data = { line: rest.split('\n', 1)[0], text: free.text, before: words.slice(free.start).trim() };
  return { question: askDoubt(request, { about: ABOUT, template: 'agendar/linha', data, options: OPTIONS }) };
}

/** What has not been done. */
export function restNotes({ rest }: Pick<ScheduleRequest, 'rest'>): Fault[] {
  return rest === null ? [] : [{ code: 'rest_left', details: { rest } }];
}

/** Where the first line begins that is like a command; null when none is. */
function commandLineIn(
  context: Pick<CommandContext, 'commands' | 'work'>,
  { words, askedAt }: ScheduleRequest,
  { text, start }: FreeText,
): number | null {
  const lead = words.slice(0, start);
  let at = start;
  for (const line of text.split('\n')) {
    const isFirstOfLine = at > start || /\n\s*$/.test(lead);
    if (isFirstOfLine && isCommandLine(context, line, askedAt)) return at;
    at += line.length + 1;
  }
  return null;
}

/** With a bar before it any command's word, also with a slip of the thumb; without one only what reads as a whole command. */
function isCommandLine(
  { commands, work }: Pick<CommandContext, 'commands' | 'work'>,
  line: string,
  askedAt: Temporal.Instant,
): boolean {
  const [, prefix, typed = '', rest = ''] = /^\s*([/!]?)\s*([\p{L}\p{M}]+)\b(.*)$/u.exec(line) ?? [];
  const word = foldName(typed);
  if (word === '') return false;
  const called = commands.find(command => wordsOf(command).includes(word));
  if (prefix) return called !== undefined || commands.some(command => wordsOf(command).some(isNear(word)));
  const reading = { now: askedAt, timezone: work.timezone };
  if (called?.name === 'agendar') return parseCommand(rest, reading).problems.length === 0;
  return called?.name === 'enviar' && parseMessage(rest, reading).reading.problems.length === 0;
}

const wordsOf = ({ name, aliases = [] }: Command) => [name, ...aliases].map(foldName);
const isNear = (word: string) => (known: string) => word.length >= MIN_NEAR_LENGTH && editDistance(word, known) <= 1;
