import type { RecipientType } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { firstName } from '../templates/first-name.ts';
import { phoneText } from '../templates/portuguese.ts';
import { numberForGateway, phoneKey } from '../whatsapp/phone.ts';
import { birthdayContacts } from './birthdays.ts';
import {
  contactsById,
  contactsByKey,
  type FoundContact,
  type FoundGroup,
  groupsById,
  membersOf,
} from './find-chats.ts';
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

/** Whose chats are asked for, and the local day of the send: whose birthdays they are. */
export interface Addressed {
  recipients: readonly RecipientInput[];
  on: Temporal.PlainDate;
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
  return (await expandAll(em, [{ recipients, ...options }]))[0]!;
}

/** As {@link expandRecipients}, for many sends at once: a few reads for all of them. */
export async function expandAll(em: Em, sends: readonly Addressed[]): Promise<ChatTarget[][]> {
  await em.flush();
  const found = await load(em, sends);
  return sends.map(({ recipients, on }) => {
    const byKey = new Map<string, ChatTarget>();
    for (const recipient of recipients) {
      for (const target of targetsOf(recipient, found, on)) if (!byKey.has(target.key)) byKey.set(target.key, target);
    }
    return [...byKey.values()];
  });
}

interface Found {
  groups: ReadonlyMap<number, FoundGroup>;
  /** By the id of the list. */
  members: ReadonlyMap<number, readonly FoundContact[]>;
  /** By the day. */
  birthdays: ReadonlyMap<string, readonly FoundContact[]>;
  contacts: ReadonlyMap<number, FoundContact>;
  contactsByPhone: ReadonlyMap<string, FoundContact>;
}

async function load(em: Em, sends: readonly Addressed[]): Promise<Found> {
  const recipients = sends.flatMap(send => send.recipients);
  const ids = (type: 'group' | 'contact') =>
    new Set(recipients.flatMap(one => (one.type === type ? (one as { id: number }).id : [])));
  const phoneKeys = new Set(recipients.flatMap(one => (one.type === 'number' ? phoneKey(one.phone) : [])));
  const groups = await groupsById(em, ids('group'));
  const isDynamic = (one: RecipientInput) => one.type === 'group' && groups.get(one.id)?.kind === 'dynamic';
  const days = new Map(sends.filter(send => send.recipients.some(isDynamic)).map(({ on }) => [on.toString(), on]));
  const birthdays = new Map<string, readonly FoundContact[]>();
  for (const [day, on] of days) birthdays.set(day, await birthdayContacts(em, on));
  const lists = [...groups.values()].filter(group => group.kind === 'list').map(group => group.id);
  return {
    ...{ groups, birthdays, members: await membersOf(em, lists) },
    contacts: await contactsById(em, ids('contact')),
    contactsByPhone: await contactsByKey(em, phoneKeys),
  };
}

function targetsOf(recipient: RecipientInput, found: Found, on: Temporal.PlainDate): ChatTarget[] {
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
  if (group.jid) return [groupTarget(group, group.jid)];
  const people = group.kind === 'dynamic' ? found.birthdays.get(on.toString()) : found.members.get(group.id);
  return (people ?? []).map(contactTarget);
}

function groupTarget({ id, name }: FoundGroup, jid: string): ChatTarget {
  // A place has no first name: it is addressed by its whole one.
  return { key: jid, jid, type: 'group', id, name, variables: { nome: name, primeiro_nome: name } };
}

function contactTarget(contact: FoundContact): ChatTarget {
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
