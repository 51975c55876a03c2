import type { Fault } from '../../src/chat/command.ts';
import { describePlainly } from '../../src/schedule/describe-plainly.ts';
import type { Reading } from '../../src/schedule/reading.ts';

/** What is wrong with a reading, in the words of the error templates. */
export function faultsOf(reading: Reading): Fault[] {
  const problems = reading.problems.map(({ code, words = null, options = [], suggestion = null }) => ({
    code,
    details: { words, options: options.map(inWords), suggestion },
  }));
  // The reading names its gravest fault also by itself.
  return problems.length > 0
    ? problems
    : [{ code: reading.reason ?? 'unread_words', details: { words: null, options: [], suggestion: null } }];
}

const WEEKDAYS = ['segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado', 'domingo'];

/** `2026-11-25[T09:00]` → `quarta, 25/11[ às 09:00]`; phrases stay as they are. */
export function inWords(option: string): string {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(option) ?? [];
  if (date === undefined) return option;
  const { dayOfWeek, day, month } = Temporal.PlainDate.from(date);
  const dayAndMonth = [day, month].map(number => String(number).padStart(2, '0')).join('/');
  return `${WEEKDAYS[dayOfWeek - 1]}, ${dayAndMonth}${time ? ` às ${time}` : ''}`;
}

/** What was understood all the same, one line each. */
export function understoodOf(reading: Reading): string[] {
  const { rule, anchor, date, timezone, groups, contacts, numbers, template, text, here } = reading;
  const when =
    rule && anchor ? describePlainly({ rule, anchor, timezone }, null) : date === null ? null : inWords(date);
  const lines = when === null ? [] : [`Quando: ${when}`];
  const people = [
    ...groups.map(name => `grupo ${name}`),
    ...(here ? ['este grupo'] : []),
    ...contacts.map(name => `contato ${name}`),
    ...numbers.map(phone => `número ${phone}`),
  ];
  if (people.length > 0) lines.push(`Para: ${people.join(', ')}`);
  if (template !== null) lines.push(`O quê: modelo ${template}`);
  else if (text !== null) lines.push(`O quê: “${text}”`);
  return lines;
}
