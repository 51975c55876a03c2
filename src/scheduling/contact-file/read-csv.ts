import { UserError } from '../../errors.ts';
import { foldName } from '../names.ts';
import type { ContactRow } from './contact-row.ts';
import { parseCsv } from './csv.ts';

type Column = 'name' | 'phone' | 'birthDate' | 'notes' | 'unread';

/** Names of columns, folded: ours, what people write, and those of phone books that are exported. */
const COLUMNS: Readonly<Record<string, Column>> = {
  ...{ name: 'name', nome: 'name', 'nome completo': 'name', cliente: 'name', contato: 'name' },
  ...{ phone: 'phone', telefone: 'phone', celular: 'phone', whatsapp: 'phone', numero: 'phone', fone: 'phone' },
  ...{ 'phone 1 - value': 'phone', 'mobile phone': 'phone' },
  ...{ birth_date: 'birthDate', nascimento: 'birthDate', 'data de nascimento': 'birthDate', aniversario: 'birthDate' },
  ...{ birthday: 'birthDate', notes: 'notes', notas: 'notes', observacoes: 'notes', observacao: 'notes', obs: 'notes' },
  // Ours, of an export: what the system knows by itself, and consent, which a file does not prove.
  ...{ id: 'unread', consent_source: 'unread', consent_at: 'unread', opted_out_at: 'unread' },
};

/**
 * Contacts of a CSV file with a line of column names. A column that is none of ours becomes a variable of that name.
 *
 * @throws UserError `missing_columns` when no column is a name's or a phone's
 */
export function contactsOfCsv(text: string): ContactRow[] {
  const [header, ...rows] = parseCsv(text);
  const names = (header?.fields ?? []).map(foldName);
  const columns = names.map(name => COLUMNS[name] ?? null);
  const missing = (['name', 'phone'] as const).filter(column => !columns.includes(column));
  if (missing.length > 0) throw new UserError('missing_columns', { columns: missing, field: 'content' });
  return rows.map(({ line, fields }) => {
    const row: ContactRow = { line, name: '', phone: '', birthDate: '', notes: '', variables: {} };
    for (const [index, value] of fields.entries()) {
      const column = columns[index];
      if (value === '' || column === undefined || column === 'unread') continue;
      if (column === null) row.variables[variableName(names[index]!)] = value;
      else row[column] ||= value;
    }
    return row;
  });
}

/** `data do plano` → `data_do_plano`: what a template can name. */
const variableName = (column: string) =>
  column
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
