import type { Fault } from '../../src/chat/command.ts';
import { parseCommand } from '../../src/schedule/parse-command.ts';
import { PLACEHOLDERS } from '../../src/schedule/placeholders.ts';
import type { Lines, Reading } from '../../src/schedule/reading.ts';

/** What only the person can mend, because it is in her own text, or because she has to decide something else. */
const HERS_TO_MEND = ['unknown_variables', 'template_syntax', 'text_too_long', 'schedule_ended'];

/** The lines to copy of a refusal: one, or several where one does not do. */
export interface Corrected {
  readonly suggestion: string | null;
  readonly lines: Lines | null;
}

const NOTHING: Corrected = { suggestion: null, lines: null };

/**
 * The lines to copy for a command with faults: as the language mends it, and with a place to fill in for every name that
 * nothing is called by. The nearest name is somebody else's: the sentence may ask about it, the line never takes it.
 *
 * @param words what followed the command's word
 * @param command the word itself
 */
export function correctedLine(
  words: string,
  reading: Reading,
  faults: readonly Fault[],
  command = '/agendar',
): Corrected {
  if (faults.some(({ code }) => HERS_TO_MEND.includes(code))) return NOTHING;
  const failed = `${command} ${words}`;
  if (reading.problems.length === 0) {
    const line = withNames(failed, command, faults);
    return line === failed ? NOTHING : { suggestion: line, lines: null };
  }
  const named = (line: string) => withNames(line, command, faults);
  const { suggestion, lines } = reading;
  return {
    suggestion: suggestion === null ? null : named(suggestion),
    lines: lines && { ...lines, texts: lines.texts.map(named) },
  };
}

function withNames(line: string, command: string, faults: readonly Fault[]): string {
  return faults.reduce((text, { code, details }) => {
    const name = String(details.name);
    if (code === 'several_names') return withPlural(text, name);
    if (code === 'template_not_found') return withTemplate(text, name, listOf(details.suggestions));
    return code === 'recipient_not_found' ? withoutName(text, command, name) : text;
  }, line);
}

/** `grupo vendas e suporte` → `grupos vendas e suporte`; in quotes the names would stay together. */
function withPlural(line: string, name: string): string {
  const singular = new RegExp(`\\b(grupo|contato)(\\s+)["“]?(${RegExp.escape(name)})["”]?`, 'iu');
  return line.replace(singular, '$1s$2$3');
}

/** The only template that is called nearly so, unless a figure tells them apart ("promo1", "promo2"); else a place for one. */
function withTemplate(line: string, name: string, near: readonly string[]): string {
  const figures = (text: string) => text.replace(/\D/g, '');
  const [only] = near.length === 1 && figures(near[0]!) === figures(name) ? near : [];
  const typed = new RegExp(`\\b((?:modelos?|template)\\s*:?\\s*)["“]?${RegExp.escape(name)}["”]?`, 'iu');
  return line.replace(typed, (_, keyword: string) => `${keyword}${only ?? PLACEHOLDERS.name}`);
}

/** The line with a place to fill in where it names somebody whom nobody knows. */
function withoutName(line: string, command: string, name: string): string {
  const typed = new RegExp(`(?<![\\p{L}\\d])["“]?${RegExp.escape(name)}["”]?(?![\\p{L}\\d])`, 'giu');
  for (const { index, 0: found } of line.matchAll(typed)) {
    const emptied = line.slice(0, index) + PLACEHOLDERS.name + line.slice(index + found.length);
    // Her text may hold the same words: only in the place of a name does the reader miss one.
    if (misses(emptied, command) > misses(line, command)) return emptied;
  }
  return line;
}

function misses(line: string, command: string): number {
  const context = { now: Temporal.Instant.fromEpochMilliseconds(0), timezone: 'UTC' };
  const { problems } = parseCommand(line.slice(command.length), context);
  return problems.filter(({ code, words }) => code === 'missing_recipient' && words === PLACEHOLDERS.name).length;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
