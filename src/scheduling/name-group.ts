import { Group } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { UserError } from '../errors.ts';
import { namesOfKeys } from './known-names.ts';
import { lockRow } from './lock-row.ts';
import { nameKey } from './names.ts';
import { updateGroup } from './update-group.ts';
import type { Work } from './work.ts';

const MAX_ALIASES = 20;

/**
 * Gives a group one more name to be called by.
 *
 * @throws UserError `group_not_found`, `name_taken` (409) when another group answers to it, `too_many_aliases`
 */
export async function addAlias(work: Work, id: number, alias: string): Promise<Group> {
  const group = await lockRow(work, Group, id, 'group_not_found', undefined);
  const key = nameKey(alias);
  await refuseTakenName(work.em, alias, id);
  if (keysOf(group).includes(key)) return group;
  if (group.aliases.length >= MAX_ALIASES) throw new UserError('too_many_aliases', { limit: MAX_ALIASES });
  return updateGroup(work, id, { aliases: [...group.aliases, alias] });
}

/**
 * Refuses a name that another group answers to: a command that uses it would have to ask each time.
 *
 * @param ownId the group that may have it
 * @throws UserError `name_taken` (409)
 */
export async function refuseTakenName(em: Em, name: string, ownId?: number): Promise<void> {
  const taken = (await groupsCalled(em, name)).find(group => group.id !== ownId);
  if (taken) throw new UserError('name_taken', { name, group: taken.name }, 409);
}

/** The groups that answer to exactly this name, without case, accents and signs, as their own or as an alias. */
export async function groupsCalled(em: Em, name: string): Promise<Group[]> {
  const called = await namesOfKeys(em, 'group', [nameKey(name)]);
  return em.find(Group, { id: { $in: called.map(({ id }) => id) } }, { orderBy: { id: 'asc' } });
}

function keysOf({ name, aliases }: Group): string[] {
  return [name, ...aliases].map(nameKey);
}
