import { foldName } from '../../src/scheduling/names.ts';
import { unquoted } from './words.ts';

/** A passage in quotes, whose words are no names; or a name with its sign. */
const QUOTE_OR_NAME = /"[^"]*"|“[^”]*”|(?<=^|[\s,;])(\p{L}[\p{L}\p{N}_-]*)\s*([=:])/gu;

/**
 * Reads the answer to a question for values: `valor=150 vencimento="dia 10"` in any order and with spaces in the
 * values, or, when a single one is wanted, the value alone. Names are compared without case and accents.
 *
 * @param wanted the names as the template has them
 * @returns the values that were found, none of them empty; nothing at all when a part of the answer was not understood
 */
export function readValues(answer: string, wanted: readonly string[]): Record<string, string> {
  const text = answer.trim();
  const marks = [...text.matchAll(QUOTE_OR_NAME)].flatMap(({ 0: { length }, 1: name, 2: sign, index }) => {
    const known = name === undefined ? undefined : wanted.find(one => foldName(one) === foldName(name));
    // "prazo: dia 10" may be words of a value; "prazo=dia 10" names something that was not asked for.
    if (name === undefined || (known === undefined && sign === ':')) return [];
    return [{ name: known, start: index, end: index + length }];
  });
  const [first] = marks;
  const [only, ...others] = wanted;
  if (!first) return only !== undefined && others.length === 0 ? given([[only, text]]) : {};
  if (first.start > 0 || marks.some(({ name }) => name === undefined)) return {};
  return given(marks.map(({ name, end }, index) => [name!, text.slice(end, marks[index + 1]?.start)]));
}

function given(pairs: readonly (readonly [name: string, words: string])[]): Record<string, string> {
  const values = pairs.map(([name, words]) => [name, unquoted(words.trim().replace(/[,;]+$/u, ''))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}
