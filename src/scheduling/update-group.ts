import { Group } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { checkKind, contactsOf, type GroupInput, setContacts } from './create-group.ts';
import { lockRow } from './lock-row.ts';
import { nameKey } from './names.ts';
import { groupSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Changes a group's name, aliases, contacts or rule. What it is (its kind, address and instance) stays.
 *
 * @throws UserError `group_not_found`, `group_kind_fixed`, `contact_not_found`, `version_conflict`
 */
export async function updateGroup(
  work: Work,
  id: number,
  changes: Partial<GroupInput>,
  expectedVersion?: number,
): Promise<Group> {
  const group = await lockRow(work, Group, id, 'group_not_found', expectedVersion);
  const before = groupSnapshot(group, await contactsOf(work, group));
  const { name = group.name, aliases = group.aliases, rule = group.rule ?? null, contacts } = changes;
  const isOther = (wanted: unknown, actual: unknown) =>
    wanted !== undefined && wanted !== null && wanted !== (actual ?? null);
  const moves =
    isOther(changes.kind, group.kind) ||
    isOther(changes.jid, group.jid) ||
    isOther(changes.evolutionConfigId, group.evolutionConfig?.id);
  if (moves) throw new UserError('group_kind_fixed', { id, kind: group.kind });
  checkKind({ kind: group.kind, jid: group.jid ?? null, rule });
  markEdited(group, work.now);
  Object.assign(group, { name, nameKey: nameKey(name), aliases, rule: group.kind === 'dynamic' ? rule : null });
  if (contacts && group.kind === 'list') await setContacts(work, group, contacts);
  await audit(work, {
    action: 'group.update',
    entityType: 'group',
    entityId: id,
    before,
    after: groupSnapshot(group, await contactsOf(work, group)),
  });
  return group;
}
