import type { Em } from '../db/orm.ts';
import { type SaidName, saidNames } from '../schedule/said-names.ts';
import { type KnownName, namesOfKeys } from './known-names.ts';
import { calledExactly, JOINING, keysFor } from './name-spellings.ts';
import { type NameWithin, namesWithin } from './names-within.ts';

/** Characters that are looked along for a name that begins right after its keyword. */
const LONGEST = 40;
/** What may stand between the keyword and its name. */
const BETWEEN = /^[\s:]*(?:d[eao]s?\s+|[ao]s?\s+)?$/iu;

/** A command with one of its names settled. */
export interface Wording {
  readonly type: 'group' | 'contact';
  readonly name: string;
  /** The command anew, with that name in quotes. */
  readonly words: string;
}

/** A name that may end where it was cut, or go on. */
export interface DoubtfulName {
  /** With the name as it was cut; null where nobody is called so. */
  readonly asCut: Wording | null;
  /** With a known name that goes on past the cut (or began before it), the longest first. */
  readonly longer: readonly Wording[];
}

/**
 * The first name of a command that a longer known one holds: "grupo Tri 5 vezes" is the group "Tri", five times, or the
 * group "Tri 5 vezes". A name in quotes is never doubtful.
 */
export async function doubtfulName(em: Em, text: string): Promise<DoubtfulName | null> {
  const said = saidNames(text).names.filter(({ isQuoted }) => !isQuoted);
  if (said.length === 0) return null;
  const within = await namesWithin(em, text, said.map(around));
  for (const name of said) {
    const candidates = within.filter(one => one.type === name.type && goesPast(one, name, text));
    if (candidates.length === 0) continue;
    const own = await called(em, name);
    const longer = candidates.filter(({ id }) => !own.some(one => one.id === id));
    if (longer.length > 0)
      return { asCut: own[0] ? cut(text, name, own[0]) : null, longer: wordings(text, name, longer) };
  }
  return null;
}

async function called(em: Em, { type, name }: SaidName): Promise<KnownName[]> {
  return name === '' ? [] : calledExactly(type, name, await namesOfKeys(em, type, keysFor(type, name)));
}

/** Where the keyword is followed by no name that was read, what stands there may be one all the same: "grupo quarta nobre". */
function around({ name, start, end }: SaidName): { start: number; end: number } {
  return name === '' ? { start, end: start + LONGEST } : { start, end };
}

/** Holds the whole name, but for a little word that joins it to the one before. */
function goesPast({ start, end }: NameWithin, name: SaidName, text: string): boolean {
  if (name.name === '') return start >= name.start && BETWEEN.test(text.slice(name.start, start));
  const joining = JOINING.exec(name.name)?.[0].length ?? 0;
  const holds = start <= name.start + joining && end >= name.end;
  return holds && (start < name.start || end > name.end);
}

function cut(text: string, { type, start, end, name }: SaidName, { name: proper }: KnownName): Wording {
  return { type, name: proper, words: `${text.slice(0, start)}"${name}"${text.slice(end)}` };
}

function wordings(text: string, said: SaidName, longer: readonly NameWithin[]): Wording[] {
  const byWords = new Map<string, Wording>();
  for (const { type, name, start, end } of longer) {
    const quoted = `"${text.slice(start, end).replaceAll('"', '')}"`;
    const from = Math.min(start, said.start);
    // The word before the name may be its beginning: the group "Grupo Vendas".
    const lead = from <= said.keywordStart ? `${type === 'group' ? 'grupo' : 'contato'} ` : said.name === '' ? ' ' : '';
    const words = `${text.slice(0, from)}${lead}${quoted}${text.slice(end)}`;
    if (!byWords.has(words)) byWords.set(words, { type, name, words });
  }
  return [...byWords.values()];
}
