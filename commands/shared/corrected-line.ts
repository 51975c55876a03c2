import type { Fault } from '../../src/chat/command.ts';
import { describe } from '../../src/schedule/describe.ts';
import type { Reading } from '../../src/schedule/reading.ts';

/** What is put in for what is missing: in front of the words, where free text cannot swallow it. */
const MISSING: Readonly<Record<string, string>> = {
  missing_time: '9h',
  missing_schedule: 'amanhã 9h',
  missing_recipient: 'grupo vendas',
};
const EXAMPLE_CONTENT = 'mensagem Bom dia, pessoal!';
/** Faults that can be mended in the words as they were written. */
const MENDABLE = [...Object.keys(MISSING), 'missing_content', 'missing_ddd', 'unread_words', 'missing_variables'];
const EXAMPLE_DDD = '11';
const MENDABLE_NAMES = ['recipient_not_found', 'template_not_found'];

/**
 * A line to copy for a command with faults: the person's own words with what is wrong mended, or, where the fault is in
 * the when itself, what was understood of the rest with an example of a when.
 *
 * @param words what followed `/agendar`
 * @returns null when no line would work
 */
export function correctedLine(words: string, reading: Reading, faults: readonly Fault[]): string | null {
  if (reading.suggestion !== null) return reading.suggestion;
  if (faults.some(({ code }) => code === 'unknown_variables' || code === 'text_too_long')) return null;
  const isMendable = faults.every(({ code }) => MENDABLE.includes(code) || MENDABLE_NAMES.includes(code));
  const line = isMendable ? mended(words, faults) : composed(reading);
  return `/agendar ${withNearestNames(line, faults)}`.replace(/ {2,}/g, ' ').trim();
}

function mended(words: string, faults: readonly Fault[]): string {
  const front = faults.flatMap(({ code }) => MISSING[code] ?? []);
  const back = faults.flatMap(({ code, details }) => {
    if (code === 'missing_content') return [EXAMPLE_CONTENT];
    return code === 'missing_variables' ? listOf(details.names).map(name => `${name}="…"`) : [];
  });
  const rest = faults.reduce((text, { code, details }) => {
    const at = String(details.words ?? '');
    if (code === 'unread_words') return text.replace(at, '');
    return code === 'missing_ddd' ? text.replace(at, () => `${EXAMPLE_DDD} ${at}`) : text;
  }, words);
  return [...front, rest.trim(), ...back].join(' ');
}

function composed({ rule, anchor, timezone, groups, contacts, numbers, here, template, vars, text }: Reading): string {
  const people = [
    ...groups.map(name => `grupo ${name}`),
    ...contacts.map(name => `contato ${name}`),
    ...numbers.map(phone => `número ${phone}`),
    ...(here ? ['aqui'] : []),
  ];
  const given = Object.entries(vars).map(([name, value]) => ` ${name}="${value}"`);
  const content = template === null ? (text === null ? EXAMPLE_CONTENT : `mensagem ${text}`) : `modelo ${template}`;
  return [
    rule && anchor ? describe({ rule, anchor, timezone }) : MISSING.missing_schedule,
    people.length > 0 ? people.join(' ') : MISSING.missing_recipient,
    `${content}${template === null ? '' : given.join('')}`,
  ].join(' ');
}

function withNearestNames(line: string, faults: readonly Fault[]): string {
  return faults.reduce((text, { code, details }) => {
    const nearest = MENDABLE_NAMES.includes(code) ? listOf(details.suggestions)[0] : undefined;
    return nearest === undefined ? text : text.replace(String(details.name), () => nearest);
  }, line);
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
