import { Contact } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { phoneKey, toE164 } from '../../whatsapp/phone.ts';

/** What may be a phone as people type it: a name has letters. */
const PHONE_LIKE = /^\+?[\d\s().\p{Pd}]{8,}$/u;

/** The contact of a phone as typed, with or without the 9th digit; null when it is no phone, or nobody's. */
export async function findContactByPhone(em: Em, typed: string): Promise<Contact | null> {
  if (!PHONE_LIKE.test(typed.trim())) return null;
  try {
    return await em.findOne(Contact, { phoneKey: phoneKey(toE164(typed)) });
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
