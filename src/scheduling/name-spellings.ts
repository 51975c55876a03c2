import type { KnownName, NamedType } from './known-names.ts';
import { foldName, nameKey } from './names.ts';

/** "grupo de vendas", "contato da Ana": the little word joins, and is no part of the name. */
export const JOINING = /^(?:d[eao]s?|[ao]s?)\s+(?=.)/iu;
/** "grupo vendas" may be the whole name, the word before it and all. */
const GROUP_TITLES = ['grupo', 'lista', 'grupo de', 'lista de'];

/** The keys that a name may be known under: as it is said, and with what the words around it may mean. */
export function keysFor(type: NamedType, name: string): string[] {
  return spellings(type, name).flat();
}

/**
 * Who is called exactly so. As it is said wins over what the words around it may mean; where signs are all that tells two
 * apart, the one with the very signs that were typed wins.
 *
 * @param known who answers to one of {@link keysFor}
 */
export function calledExactly(type: NamedType, name: string, known: readonly KnownName[]): KnownName[] {
  for (const keys of spellings(type, name)) {
    const called = known.filter(({ key }) => keys.includes(key));
    if (called.length > 0) return withTypedSigns(name, called);
  }
  return [];
}

function withTypedSigns(name: string, called: readonly KnownName[]): KnownName[] {
  const typed = foldName(name);
  const same = typed === nameKey(name) ? [] : called.filter(one => foldName(one.called) === typed);
  return same.length > 0 ? same : [...called];
}

/** By how plainly they were said. */
function spellings(type: NamedType, name: string): string[][] {
  const key = nameKey(name);
  const bare = key.replace(JOINING, '');
  const titled = type === 'group' ? GROUP_TITLES.map(title => `${title} ${bare}`) : [];
  return [[key], [...(bare === key ? [] : [bare]), ...titled]];
}
