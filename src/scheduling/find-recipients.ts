import { Contact, Group } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { foldName } from './names.ts';
import { type Named, nearest, roughMatches } from './near-names.ts';
import type { RecipientInput } from './recipients.ts';

/** More than this is no list to choose from on a phone. */
const OPTIONS = 10;

type Kind = 'group' | 'contact';
type Found = { id: number; name: string };

/** What a command's names came to. A name is in exactly one of the lists; `rough` ones are also in `recipients`. */
export interface FoundRecipients {
  recipients: RecipientInput[];
  labels: { type: 'group' | 'contact' | 'number'; id: number | null; name: string }[];
  /** Nobody is called so. */
  unknown: { type: Kind; name: string; suggestions: Found[] }[];
  /** Several are; at most ten are offered. */
  ambiguous: { type: Kind; name: string; options: Found[] }[];
  /** One is called nearly so: it is asked about before anything is sent. */
  rough: { type: Kind; name: string; id: number; match: string }[];
}

/**
 * Finds the people and places that a command names. An exact name or alias (without case and accents) wins over longer
 * ones; otherwise a name that holds the words, or is a typo away, is a rough match.
 *
 * @param names.numbers E.164
 */
export async function findRecipients(
  em: Em,
  names: { groups: readonly string[]; contacts: readonly string[]; numbers: readonly string[] },
): Promise<FoundRecipients> {
  const found: FoundRecipients = { recipients: [], labels: [], unknown: [], ambiguous: [], rough: [] };
  if (names.groups.length > 0) sort(found, 'group', names.groups, await groupNames(em));
  if (names.contacts.length > 0) sort(found, 'contact', names.contacts, await contactNames(em));
  for (const phone of names.numbers) {
    found.recipients.push({ type: 'number', phone });
    found.labels.push({ type: 'number', id: null, name: phone });
  }
  return found;
}

function sort(found: FoundRecipients, type: Kind, names: readonly string[], all: readonly Named<Found>[]): void {
  for (const name of names) {
    const key = foldName(name);
    const exact = unique(all.filter(one => one.key === key).map(one => one.value));
    const matches = exact.length > 0 ? exact : unique(roughMatches(key, all));
    const [match] = matches;
    if (!match) {
      found.unknown.push({ type, name, suggestions: unique(nearest(key, all)) });
    } else if (matches.length > 1) {
      found.ambiguous.push({ type, name, options: matches.slice(0, OPTIONS) });
    } else {
      found.recipients.push({ type, id: match.id });
      found.labels.push({ type, id: match.id, name: match.name });
      if (exact.length === 0) found.rough.push({ type, name, id: match.id, match: match.name });
    }
  }
}

/** A group answers to its name and to each alias. */
export async function groupNames(em: Em): Promise<Named<Found>[]> {
  const groups = await em.find(
    Group,
    {},
    { fields: ['name', 'nameKey', 'aliases'], orderBy: { nameKey: 'asc', id: 'asc' } },
  );
  return groups.flatMap(({ id, name, nameKey, aliases }) =>
    [nameKey, ...aliases.map(foldName)].map(key => ({ key, value: { id, name } })),
  );
}

/** A contact answers to its name. */
export async function contactNames(em: Em): Promise<Named<Found>[]> {
  const contacts = await em.find(Contact, {}, { fields: ['name', 'nameKey'], orderBy: { nameKey: 'asc', id: 'asc' } });
  return contacts.map(({ id, name, nameKey }) => ({ key: nameKey, value: { id, name } }));
}

function unique(found: readonly Found[]): Found[] {
  return [...new Map(found.map(one => [one.id, one])).values()];
}
