import { Group } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { contactsOf } from './create-group.ts';
import { lockRow } from './lock-row.ts';
import { updateGroup } from './update-group.ts';
import type { Work } from './work.ts';

/** A list after a change, and how many contacts the change was about: those that were in it already are not counted. */
export interface ChangedList {
  group: Group;
  changed: number;
}

/** Puts contacts into a list. @throws UserError `group_not_found`, `not_a_list`, `contact_not_found` */
export async function addToList(work: Work, listId: number, contactIds: readonly number[]): Promise<ChangedList> {
  return changeList(work, listId, present => [...present, ...contactIds]);
}

/** Takes contacts out of a list; they stay contacts. @throws UserError `group_not_found`, `not_a_list` */
export async function takeFromList(work: Work, listId: number, contactIds: readonly number[]): Promise<ChangedList> {
  return changeList(work, listId, present => present.filter(id => !contactIds.includes(id)));
}

async function changeList(
  work: Work,
  listId: number,
  change: (present: readonly number[]) => number[],
): Promise<ChangedList> {
  // Locked before its people are read: of two who add somebody at once neither loses the other's.
  const list = await lockRow(work, Group, listId, 'group_not_found', undefined);
  // Who is in a WhatsApp group is decided there, and a rule finds its own people.
  if (list.kind !== 'list') throw new UserError('not_a_list', { name: list.name });
  const present = await contactsOf(work, list);
  const contacts = [...new Set(change(present))];
  const changed = Math.abs(contacts.length - present.length);
  return { group: changed === 0 ? list : await updateGroup(work, listId, { contacts }), changed };
}
