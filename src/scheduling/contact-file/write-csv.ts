import type { Contact } from '../../db/entities/index.ts';
import { formatCsv } from './csv.ts';

const COLUMNS = ['id', 'name', 'phone', 'birth_date', 'notes', 'consent_source', 'consent_at', 'opted_out_at'] as const;

/**
 * Contacts as a CSV file that can be imported again: one column for each variable that any of them has.
 *
 * @param optedOutAt when a phone key asked to stop, ISO
 */
export function contactsCsv(contacts: readonly Contact[], optedOutAt: ReadonlyMap<string, string>): string {
  const variables = [...new Set(contacts.flatMap(contact => Object.keys(contact.variables)))].sort();
  const rows = contacts.map(contact => [
    ...[String(contact.id), contact.name, contact.phone, contact.birthDate ?? '', contact.notes ?? ''],
    ...[contact.consent?.source ?? '', contact.consent?.at ?? '', optedOutAt.get(contact.phoneKey) ?? ''],
    ...variables.map(name => contact.variables[name] ?? ''),
  ]);
  return formatCsv([[...COLUMNS, ...variables], ...rows]);
}
