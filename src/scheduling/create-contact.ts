import { type Consent, Contact } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { phoneKey, toE164 } from '../whatsapp/phone.ts';
import { audit } from './audit.ts';
import { nameKey } from './names.ts';
import { contactSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

export interface ContactInput {
  name: string;
  /** As people type it; kept as E.164. */
  phone: string;
  variables?: Record<string, string>;
  /** YYYY-MM-DD */
  birthDate?: string | null;
  consent?: Consent | null;
  notes?: string | null;
}

/** @throws UserError `invalid_phone`, `missing_ddd`, `contact_exists` (409, with the one that has this phone) */
export async function createContact(work: Work, input: ContactInput): Promise<Contact> {
  const { em, now } = work;
  const { name, variables = {}, birthDate = null, consent = null, notes = null } = input;
  const phone = await freePhone(work, input.phone);
  const contact = em.create(Contact, {
    ...{ name, nameKey: nameKey(name), ...phone, variables, birthDate, consent, notes },
    createdAt: now,
    updatedAt: now,
  });
  await em.flush();
  await audit(work, {
    action: 'contact.create',
    entityType: 'contact',
    entityId: contact.id,
    before: null,
    after: contactSnapshot(contact),
  });
  return contact;
}

/** A phone in the columns that hold it, refused when another contact has it, with or without the 9th digit. */
export async function freePhone(
  work: Work,
  typed: string,
  ownId?: number,
): Promise<{ phone: string; phoneKey: string }> {
  const phone = toE164(typed);
  const key = phoneKey(phone);
  const taken = await work.em.findOne(Contact, { phoneKey: key });
  if (taken && taken.id !== ownId)
    throw new UserError('contact_exists', { id: taken.id, name: taken.name, phone }, 409);
  return { phone, phoneKey: key };
}
