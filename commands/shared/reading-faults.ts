import type { Fault } from '../../src/chat/command.ts';
import { describe } from '../../src/schedule/describe.ts';
import { describeOption } from '../../src/schedule/describe-option.ts';
import { placeholderIn } from '../../src/schedule/placeholders.ts';
import type { Problem, Reading } from '../../src/schedule/reading.ts';

/** What is wrong with a reading, in the words of the error templates. */
export function faultsOf(reading: Reading): Fault[] {
  const { problems, reason, lines } = reading;
  // The reading names its gravest fault also by itself.
  if (problems.length === 0) return [{ code: reason ?? 'unread_words', details: detailsOf({}) }];
  const left = placeholdersIn(problems);
  if (left.length > 0) return [{ code: 'placeholder_left', details: { names: left } }];
  const isApart = lines?.take === 'each';
  const unread = problems.filter(({ code }) => code === 'unread_words');
  return problems.flatMap(problem => {
    const { code, longName } = problem;
    if (code === 'unread_words') return problem === unread[0] ? [unreadFault(unread)] : [];
    // Two hours for two days are nothing unclear: they are two schedules.
    if (isApart && code.startsWith('ambiguous_'))
      return [{ code: 'two_schedules', details: { count: lines.texts.length } }];
    // "meia-noite de sexta": the night that begins, or the one that ends?
    const midnight = code === 'ambiguous_time' && /meia.?noite/i.test(reading.said ?? '');
    const fault = { code, details: { ...detailsOf(problem), ...(midnight ? { midnight } : {}) } };
    return longName ? [fault, { code: 'name_in_quotes', details: longName }] : [fault];
  });
}

function detailsOf({ words = null, options = [], suggestion = null }: Partial<Record<keyof Problem, unknown>>) {
  return { words, options, suggestion };
}

/** All that was not understood, in one sentence. */
function unreadFault(unread: readonly Problem[]): Fault {
  const phrases = unread.flatMap(({ words }) => (words === undefined ? [] : [words]));
  return { code: 'unread_words', details: { ...detailsOf(unread[0]!), phrases } };
}

/** Places to fill in that she copied as they were: nothing else is worth saying before they are filled in. */
function placeholdersIn(problems: readonly Problem[]): string[] {
  const all = problems.flatMap(({ code, words = '' }) => {
    const place = placeholderIn(words);
    return place !== null && (code === 'unread_words' || code.startsWith('missing_')) ? [place] : [];
  });
  return [...new Set(all)];
}

/** What was understood all the same, one line each. */
export function understoodOf(reading: Reading): string[] {
  const { groups, contacts, numbers, template, text, here } = reading;
  const when = whenOf(reading);
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

/** The whole when in our words; while some of it is not understood, only what was, in hers. Of several, the lines tell. */
function whenOf({ rule, anchor, date, timezone, problems, said, lines }: Reading): string | null {
  if (lines?.take === 'each') return null;
  const isWhole = problems.every(({ code }) => code !== 'unread_words');
  if (isWhole && rule && anchor) return describe({ rule, anchor, timezone });
  if (isWhole && date !== null) return describeOption(date, Temporal.PlainDate.from(date));
  return said;
}
