import { UserError } from '../../src/errors.ts';
import { unquoted } from './words.ts';

/** A list, and people who come to it or leave it. */
export interface ListWords {
  readonly list: string;
  readonly people: readonly string[];
}

const INTO = /^(.+)\s(?:em|na|no|à|ao|para|pra)\s+(?:(?:a\s+)?lista\s+)?(.+)$/isu;
const OUT_OF = /^(.+)\s(?:de|da|do)\s+(?:lista\s+)?(.+)$/isu;
/** A name in quotes, or what stands between commas and line breaks. */
const PERSON = /"([^"]+)"|“([^”]+)”|([^,;\n"“”]+)/gu;

/** Reads `clientes: Ana Lima, Bruno`, or only `clientes`. */
export function readList(args: string): ListWords {
  const [, list = args, people = ''] = /^([^:]*):(.*)$/su.exec(args) ?? [];
  return { list: unquoted(list), people: readPeople(people) };
}

/**
 * Reads `clientes: Ana Lima, Bruno`, `Ana Lima e Bruno em clientes` (or `de clientes`, when they leave).
 *
 * @throws UserError `missing_name` when the list or the people are missing
 */
export function readListAndPeople(args: string, direction: 'into' | 'out of', usage: string): ListWords {
  const link = direction === 'into' ? INTO : OUT_OF;
  const [, people, list] = args.includes(':') ? [] : (link.exec(args) ?? []);
  const words = people && list ? { list: unquoted(list), people: readPeople(people) } : readList(args);
  if (words.list === '' || words.people.length === 0) throw new UserError('missing_name', { usage });
  return words;
}

/** Reads `Ana Lima, Bruno e "Pão e Cia"` as three names. */
export function readPeople(text: string): string[] {
  return [...text.matchAll(PERSON)]
    .flatMap(([, quoted, curly, plain = '']) => quoted ?? curly ?? plain.split(/\s+e\s+|^\s*e\s+/u))
    .map(name => name.trim())
    .filter(name => name !== '');
}
