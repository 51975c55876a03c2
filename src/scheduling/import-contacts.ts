import { Contact } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { phoneKey, toE164 } from '../whatsapp/phone.ts';
import { readBirthDate } from './birth-date.ts';
import type { ContactRow } from './contact-file/contact-row.ts';
import { type ContactInput, createContact } from './create-contact.ts';
import { updateContact } from './update-contact.ts';
import type { Work } from './work.ts';

/** Each contact is a few statements in one transaction, and an embedded database has one writer. */
export const MAX_IMPORT_ROWS = 2_000;

/** What becomes of one contact of a file. */
export type ImportOutcome = { line: number; name: string } & (
  | { action: 'create' | 'update' | 'keep'; phone: string; contact: number | null }
  /** `problem`: why it is left out; the others are taken. */
  | { action: 'refuse'; phone: string; contact: null; problem: UserError }
);

/**
 * Takes the contacts of a file into the address book. A phone that is known, with or without its 9th digit, is that
 * contact's: it is left as it is, or brought up to date by what the file says.
 *
 * @param options.update bring known contacts up to date
 * @param options.dryRun tell what would become of each, and change nothing
 * @throws UserError `too_many_rows`
 */
export async function importContacts(
  work: Work,
  rows: readonly ContactRow[],
  options: { update: boolean; dryRun: boolean },
): Promise<ImportOutcome[]> {
  if (rows.length > MAX_IMPORT_ROWS) throw new UserError('too_many_rows', { max: MAX_IMPORT_ROWS, field: 'content' });
  const known = await knownContacts(work, rows);
  const seen = new Set<string>();
  const outcomes: ImportOutcome[] = [];
  for (const row of rows) outcomes.push(await takeRow(work, row, { ...options, known, seen }));
  return outcomes;
}

async function takeRow(
  work: Work,
  row: ContactRow,
  context: { update: boolean; dryRun: boolean; known: ReadonlyMap<string, Contact>; seen: Set<string> },
): Promise<ImportOutcome> {
  const { line, name } = row;
  try {
    const input = readRow(row);
    const key = phoneKey(input.phone);
    if (context.seen.has(key)) throw new UserError('repeated_phone', { phone: input.phone });
    context.seen.add(key);
    const existing = context.known.get(key);
    const told = { line, name: input.name, phone: input.phone };
    if (existing && !context.update) return { ...told, action: 'keep', contact: existing.id };
    if (existing) {
      const variables = { ...existing.variables, ...input.variables };
      if (!context.dryRun) await updateContact(work, existing.id, { ...input, phone: existing.phone, variables });
      return { ...told, action: 'update', contact: existing.id };
    }
    const made = context.dryRun ? null : await createContact(work, input);
    return { ...told, action: 'create', contact: made?.id ?? null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { line, name, phone: row.phone, action: 'refuse', contact: null, problem: error };
  }
}

/** @throws UserError `missing_name`, `missing_phone`, `invalid_phone`, `missing_ddd`, `invalid_birth_date`, `field_too_long` */
function readRow({ name, phone, birthDate, notes, variables }: ContactRow): ContactInput {
  if (name.trim() === '') throw new UserError('missing_name');
  if (phone === '') throw new UserError('missing_phone');
  const isTooLong =
    name.length > 200 || notes.length > 10_000 || Object.values(variables).some(value => value.length > 1_000);
  if (isTooLong) throw new UserError('field_too_long');
  return {
    ...{ name: name.trim(), phone: toE164(phone), variables },
    ...(birthDate === '' ? {} : { birthDate: readBirthDate(birthDate) }),
    ...(notes === '' ? {} : { notes }),
  };
}

async function knownContacts({ em }: Work, rows: readonly ContactRow[]): Promise<Map<string, Contact>> {
  const keys = rows.flatMap(row => {
    try {
      return [phoneKey(toE164(row.phone))];
    } catch {
      return []; // told when its turn comes
    }
  });
  const contacts = keys.length === 0 ? [] : await em.find(Contact, { phoneKey: { $in: keys } });
  return new Map(contacts.map(contact => [contact.phoneKey, contact]));
}
