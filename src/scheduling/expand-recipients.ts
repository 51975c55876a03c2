import { Contact, Group, GroupMember, type RecipientType } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { firstName } from '../templates/message-helpers.ts';
import { phoneText } from '../templates/portuguese.ts';
import { numberForGateway, phoneKey } from '../whatsapp/phone.ts';
import { birthdayContacts } from './birthdays.ts';
import type { RecipientInput } from './recipients.ts';

/** One chat that gets one message. */
export interface ChatTarget {
  /** The group's jid, or the phone's key: what makes two ways to one person one. */
  key: string;
  /** What the gateway is given: a group's jid, or digits with the country code. */
  jid: string;
  type: RecipientType;
  /** Of the group or contact; null for a number that nobody has. */
  id: number | null;
  name: string;
  /** `nome`, `primeiro_nome` and the contact's own. A number that nobody has brings none. */
  variables: Record<string, string>;
}

/**
 * The chats behind recipients, each once: lists and the birthday group become their contacts, a number that is a
 * contact's becomes that contact. The first way to a person counts.
 *
 * @param options.on the local day of the send, whose birthdays they are
 */
export async function expandRecipients(
  em: Em,
  recipients: readonly RecipientInput[],
  options: { on: Temporal.PlainDate },
): Promise<ChatTarget[]> {
  const found = await load(em, recipients, options.on);
  const byKey = new Map<string, ChatTarget>();
  for (const recipient of recipients) {
    for (const target of targetsOf(recipient, found)) if (!byKey.has(target.key)) byKey.set(target.key, target);
  }
  return [...byKey.values()];
}

interface Found {
  groups: ReadonlyMap<number, Group>;
  /** By the group's id: lists and dynamic groups. */
  members: ReadonlyMap<number, readonly Contact[]>;
  contacts: ReadonlyMap<number, Contact>;
  contactsByPhone: ReadonlyMap<string, Contact>;
}

async function load(em: Em, recipients: readonly RecipientInput[], on: Temporal.PlainDate): Promise<Found> {
  const groupIds = recipients.flatMap(one => (one.type === 'group' ? one.id : []));
  const contactIds = recipients.flatMap(one => (one.type === 'contact' ? one.id : []));
  const phoneKeys = recipients.flatMap(one => (one.type === 'number' ? phoneKey(one.phone) : []));
  const groups = groupIds.length > 0 ? await em.find(Group, { id: { $in: groupIds } }) : [];
  const contacts =
    contactIds.length + phoneKeys.length > 0
      ? await em.find(Contact, { $or: [{ id: { $in: contactIds } }, { phoneKey: { $in: phoneKeys } }] })
      : [];
  const members = await listMembers(em, groups);
  for (const group of groups) if (group.kind === 'dynamic') members.set(group.id, await birthdayContacts(em, on));
  return {
    groups: new Map(groups.map(group => [group.id, group])),
    members,
    contacts: new Map(contacts.map(contact => [contact.id, contact])),
    contactsByPhone: new Map(contacts.map(contact => [contact.phoneKey, contact])),
  };
}

async function listMembers(em: Em, groups: readonly Group[]): Promise<Map<number, Contact[]>> {
  const lists = groups.filter(group => group.kind === 'list').map(group => group.id);
  const members = new Map<number, Contact[]>(lists.map(id => [id, []]));
  if (lists.length === 0) return members;
  const rows = await em.find(
    GroupMember,
    { group: { $in: lists }, contact: { $ne: null } },
    { populate: ['contact'], orderBy: { id: 'asc' } },
  );
  for (const row of rows) members.get(row.group.id)?.push(row.contact!);
  return members;
}

function targetsOf(recipient: RecipientInput, found: Found): ChatTarget[] {
  if (recipient.type === 'number') {
    const contact = found.contactsByPhone.get(phoneKey(recipient.phone));
    return [contact ? contactTarget(contact) : numberTarget(recipient.phone)];
  }
  if (recipient.type === 'contact') {
    const contact = found.contacts.get(recipient.id);
    return contact ? [contactTarget(contact)] : [];
  }
  const group = found.groups.get(recipient.id);
  if (!group) return [];
  return group.jid ? [groupTarget(group, group.jid)] : (found.members.get(group.id) ?? []).map(contactTarget);
}

function groupTarget({ id, name }: Group, jid: string): ChatTarget {
  // A place has no first name: it is addressed by its whole one.
  return { key: jid, jid, type: 'group', id, name, variables: { nome: name, primeiro_nome: name } };
}

function contactTarget(contact: Contact): ChatTarget {
  const { id, name, phone, variables } = contact;
  return {
    key: contact.phoneKey,
    jid: numberForGateway(phone),
    type: 'contact',
    ...{ id, name },
    variables: { nome: name, primeiro_nome: firstName(name), ...variables },
  };
}

function numberTarget(phone: string): ChatTarget {
  const jid = numberForGateway(phone);
  return { key: phoneKey(phone), jid, type: 'number', id: null, name: phoneText(phone), variables: {} };
}
