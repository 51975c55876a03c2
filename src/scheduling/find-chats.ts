import type { Contact, Group } from '../db/entities/index.ts';
import { idRows, jsonRows } from '../db/json-rows.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';

/** What a message needs of a contact. */
export type FoundContact = Pick<Contact, 'id' | 'name' | 'phone' | 'phoneKey' | 'variables'>;
/** What a message needs of a group or list. */
export type FoundGroup = Pick<Group, 'id' | 'name' | 'kind'> & { jid: string | null };

interface ContactRow {
  id: number;
  name: string;
  phone: string;
  phone_key: string;
  /** Text in SQLite, read already by MySQL's driver. */
  variables: string | Record<string, string>;
}

const CONTACT = 'c.id, c.name, c.phone, c.phone_key, c.variables';

/** Groups and lists by their ids. */
export async function groupsById(em: Em, ids: ReadonlySet<number>): Promise<Map<number, FoundGroup>> {
  if (ids.size === 0) return new Map();
  const rows = await selectRows<FoundGroup>(
    em,
    `select g.id, g.name, g.kind, g.jid from ${jsonRows(em, { id: 'id' })} given 
     cross join recipient_groups g on g.id = given.id`,
    [idRows(ids)],
  );
  return new Map(rows.map(row => [Number(row.id), { ...row, id: Number(row.id) }]));
}

/** Contacts by their ids. */
export async function contactsById(em: Em, ids: ReadonlySet<number>): Promise<Map<number, FoundContact>> {
  if (ids.size === 0) return new Map();
  const rows = await selectRows<ContactRow>(
    em,
    `select ${CONTACT} from ${jsonRows(em, { id: 'id' })} given cross join contacts c on c.id = given.id`,
    [idRows(ids)],
  );
  return new Map(rows.map(row => [Number(row.id), contactOf(row)]));
}

/** Contacts by the keys of their phones. */
export async function contactsByKey(em: Em, keys: ReadonlySet<string>): Promise<Map<string, FoundContact>> {
  if (keys.size === 0) return new Map();
  const rows = await selectRows<ContactRow>(
    em,
    `select ${CONTACT} from ${jsonRows(em, { phoneKey: 'key' })} given
     cross join contacts c on c.phone_key = given.phoneKey`,
    [JSON.stringify(Array.from(keys, phoneKey => ({ phoneKey })))],
  );
  return new Map(rows.map(row => [row.phone_key, contactOf(row)]));
}

/** The contacts of lists, in the order in which they joined, by the list's id. */
export async function membersOf(em: Em, lists: readonly number[]): Promise<Map<number, FoundContact[]>> {
  const members = new Map<number, FoundContact[]>(lists.map(id => [id, []]));
  if (lists.length === 0) return members;
  const rows = await selectRows<ContactRow & { group_id: number }>(
    em,
    `select m.group_id, ${CONTACT} from ${jsonRows(em, { id: 'id' })} given
     cross join group_members m on m.group_id = given.id
     cross join contacts c on c.id = m.contact_id order by m.id`,
    [idRows(lists)],
  );
  for (const row of rows) members.get(Number(row.group_id))?.push(contactOf(row));
  return members;
}

function contactOf({ id, name, phone, phone_key: phoneKey, variables }: ContactRow): FoundContact {
  const own = typeof variables === 'string' ? (JSON.parse(variables) as Record<string, string>) : variables;
  return { id: Number(id), name, phone, phoneKey, variables: own };
}
