import type { Em } from '../db/orm.ts';
import { type KnownName, type NamedType, namesLike, namesOfKeys } from './known-names.ts';
import { calledExactly, keysFor } from './name-spellings.ts';
import { nameKey } from './names.ts';
import { type Named, nearest, roughMatches, typosOfNear } from './near-names.ts';
import type { RecipientInput } from './recipients.ts';

/** More than this is no list to choose from on a phone. */
const OPTIONS = 10;

type Found = { id: number; name: string };

/** What a command's names came to. A name is in exactly one of the lists; `rough` ones are also in `recipients`. */
export interface FoundRecipients {
  recipients: RecipientInput[];
  labels: { type: 'group' | 'contact' | 'number'; id: number | null; name: string }[];
  /** Nobody is called so. */
  unknown: { type: NamedType; name: string; suggestions: Found[] }[];
  /** Several are; at most ten are offered. */
  ambiguous: { type: NamedType; name: string; options: Found[] }[];
  /** One is called nearly so: it is asked about before anything is sent. */
  rough: { type: NamedType; name: string; id: number; match: string }[];
}

/**
 * Finds the people and places that a command names. An exact name or alias (without case, accents, punctuation and
 * emoji) wins over longer ones; otherwise a name that holds the words, or is a typo away, is a rough match.
 *
 * @param names.numbers E.164
 */
export async function findRecipients(
  em: Em,
  names: { groups: readonly string[]; contacts: readonly string[]; numbers: readonly string[] },
): Promise<FoundRecipients> {
  const found: FoundRecipients = { recipients: [], labels: [], unknown: [], ambiguous: [], rough: [] };
  await sort(em, found, 'group', names.groups);
  await sort(em, found, 'contact', names.contacts);
  for (const phone of names.numbers) {
    found.recipients.push({ type: 'number', phone });
    found.labels.push({ type: 'number', id: null, name: phone });
  }
  return found;
}

async function sort(em: Em, found: FoundRecipients, type: NamedType, names: readonly string[]): Promise<void> {
  const known = await namesOfKeys(
    em,
    type,
    names.flatMap(name => keysFor(type, name)),
  );
  for (const name of names) {
    const exact = unique(calledExactly(type, name, known));
    const key = nameKey(name);
    const near = exact.length > 0 ? [] : await namesNear(em, type, key);
    const matches = exact.length > 0 ? exact : unique(roughMatches(key, near));
    const [match] = matches;
    if (!match) {
      found.unknown.push({ type, name, suggestions: unique(nearest(key, near)) });
    } else if (matches.length > 1) {
      found.ambiguous.push({ type, name, options: matches.slice(0, OPTIONS) });
    } else {
      found.recipients.push({ type, id: match.id });
      found.labels.push({ type, id: match.id, name: match.name });
      if (exact.length === 0) found.rough.push({ type, name, id: match.id, match: match.name });
    }
  }
}

async function namesNear(em: Em, type: NamedType, key: string): Promise<Named<Found>[]> {
  const names = await namesLike(em, type, key, typosOfNear(key));
  return names.map(({ id, name, key: nearKey }) => ({ key: nearKey, value: { id, name } }));
}

function unique(found: readonly (Found | KnownName)[]): Found[] {
  return [...new Map(found.map(({ id, name }) => [id, { id, name }])).values()];
}
