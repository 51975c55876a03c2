import type { Fault } from '../../src/chat/command.ts';
import type { Reading } from '../../src/schedule/reading.ts';
import { withoutUnused } from './unused-values.ts';

/** Names that are written anew where something is nearly called so. */
const NAME_FAULTS = ['recipient_not_found', 'template_not_found'];
/** What only the person can mend, because it is in her own text, or because she has to decide something else. */
const HERS_TO_MEND = ['unknown_variables', 'template_syntax', 'text_too_long', 'schedule_ended'];

/**
 * A line to copy for a command with faults: as the language mends it, with every name by its nearest match.
 *
 * @param words what followed the command's word
 * @param command the word itself
 * @returns null when no line would work
 */
export function correctedLine(
  words: string,
  reading: Reading,
  faults: readonly Fault[],
  command = '/agendar',
): string | null {
  if (faults.some(({ code }) => HERS_TO_MEND.includes(code))) return null;
  const line = reading.problems.length > 0 ? reading.suggestion : `${command} ${words}`;
  return line === null ? null : withNearestNames(line, faults);
}

function withNearestNames(line: string, faults: readonly Fault[]): string {
  return faults.reduce((text, { code, details }) => {
    if (code === 'unused_variables') return withoutUnused(text, { code, details });
    if (code === 'several_names') return withPlural(text, String(details.name));
    const nearest = NAME_FAULTS.includes(code) ? listOf(details.suggestions)[0] : undefined;
    return nearest === undefined ? text : text.replace(String(details.name), () => nearest);
  }, line);
}

/** `grupo vendas e suporte` → `grupos vendas e suporte`; in quotes the names would stay together. */
function withPlural(line: string, name: string): string {
  const singular = new RegExp(`\\b(grupo|contato)(\\s+)["“]?(${RegExp.escape(name)})["”]?`, 'iu');
  return line.replace(singular, '$1s$2$3');
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
