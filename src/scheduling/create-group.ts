import { Contact, EvolutionConfig, Group, type GroupKind, GroupMember } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { nameKey } from './names.ts';
import { groupSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

export interface GroupInput {
  name: string;
  aliases?: string[];
  kind?: GroupKind;
  /** Of a WhatsApp group. */
  jid?: string | null;
  /** Ids of the contacts of a list. */
  contacts?: number[];
  /** Of a dynamic group: "birthday". */
  rule?: string | null;
  evolutionConfigId?: number | null;
}

/** @throws UserError `group_needs_jid`, `group_needs_rule`, `group_exists` (409), `contact_not_found`, `evolution_config_not_found` */
export async function createGroup(work: Work, input: GroupInput): Promise<Group> {
  const { em, now } = work;
  const { name, aliases = [], kind = 'list', jid = null, rule = null, contacts = [] } = input;
  checkKind({ kind, jid, rule });
  const evolutionConfig = await instanceOf(work, kind, input.evolutionConfigId ?? null);
  await refuseTaken(work, { kind, jid, evolutionConfigId: evolutionConfig?.id ?? null });
  const group = em.create(Group, {
    ...{ name, nameKey: nameKey(name), aliases, kind, evolutionConfig },
    jid: kind === 'whatsapp' ? jid : null,
    rule: kind === 'dynamic' ? rule : null,
    createdAt: now,
    updatedAt: now,
  });
  await em.flush();
  if (kind === 'list') await setContacts(work, group, contacts);
  await audit(work, {
    action: 'group.create',
    entityType: 'group',
    entityId: group.id,
    before: null,
    after: groupSnapshot(group, contacts),
  });
  return group;
}

/** A WhatsApp group is an address, a dynamic one a rule; a list is its contacts. */
export function checkKind({
  kind,
  jid,
  rule,
}: Pick<Group, 'kind'> & { jid: string | null; rule: string | null }): void {
  if (kind === 'whatsapp' && !jid) throw new UserError('group_needs_jid', { field: 'jid' });
  if (kind === 'dynamic' && !rule) throw new UserError('group_needs_rule', { field: 'rule' });
}

async function instanceOf(work: Work, kind: GroupKind, id: number | null): Promise<EvolutionConfig | null> {
  if (kind !== 'whatsapp' && id === null) return null;
  const found = await work.em.findOne(EvolutionConfig, id === null ? { isDefault: true } : { id });
  if (!found && id === null) throw new UserError('no_instance', {}, 409);
  if (!found) throw new UserError('evolution_config_not_found', { id, field: 'evolution_config' });
  return found;
}

async function refuseTaken(
  work: Work,
  { kind, jid, evolutionConfigId }: { kind: GroupKind; jid: string | null; evolutionConfigId: number | null },
): Promise<void> {
  if (kind !== 'whatsapp') return;
  const taken = await work.em.findOne(Group, { jid, evolutionConfig: evolutionConfigId });
  if (taken) throw new UserError('group_exists', { id: taken.id, name: taken.name }, 409);
}

/** The contacts of a list, by id. */
export async function contactsOf(work: Work, group: Group): Promise<number[]> {
  const members = await work.em.find(
    GroupMember,
    { group: group.id, contact: { $ne: null } },
    { orderBy: { id: 'asc' } },
  );
  return members.map(member => member.contact!.id);
}

/** Makes these the contacts of a list. @throws UserError `contact_not_found` */
export async function setContacts(work: Work, group: Group, contactIds: readonly number[]): Promise<void> {
  const { em } = work;
  const ids = [...new Set(contactIds)];
  const contacts = ids.length === 0 ? [] : await em.find(Contact, { id: { $in: ids } });
  const missing = ids.find(id => !contacts.some(contact => contact.id === id));
  if (missing !== undefined) throw new UserError('contact_not_found', { id: missing, field: 'contacts' });
  await em.nativeDelete(GroupMember, { group: group.id });
  for (const contact of contacts) {
    em.create(GroupMember, { group, contact, memberKey: contact.phoneKey, phone: contact.phone });
  }
  group.membersCount = contacts.length;
  await em.flush();
}
