/** Comma-separated values as RFC 4180 has them, with the separators that spreadsheets of other countries write. */

/** A row of fields. `line` is where it begins, from 1, as editors show it. */
export interface CsvRow {
  line: number;
  fields: string[];
}

const SEPARATORS = [';', ',', '\t'] as const;

/** Reads a text whose first line has the names of the columns: that line tells the separator. Empty lines are left out. */
export function parseCsv(text: string): CsvRow[] {
  const content = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const separator = separatorOf(content.split('\n', 1)[0] ?? '');
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, fields: [] };
  let field = '';
  let line = 1;
  let isQuoted = false;

  const endField = () => {
    row.fields.push(field.trim().replace(/^'(?=[=+\-@])/, '')); // the mark that `harmless` puts there
    field = '';
  };
  const endRow = () => {
    endField();
    if (row.fields.some(value => value !== '')) rows.push(row);
    row = { line, fields: [] };
  };
  for (let index = 0; index < content.length; index++) {
    const letter = content[index]!;
    if (letter === '\n') line++;
    if (letter === '"' && isQuoted && content[index + 1] === '"') {
      field += '"';
      index++;
    } else if (letter === '"' && (isQuoted || field.trim() === '')) isQuoted = !isQuoted;
    else if (isQuoted) field += letter;
    else if (letter === separator) endField();
    else if (letter === '\n') endRow();
    else field += letter;
  }
  endRow();
  return rows;
}

/** Writes rows, quoted where they must be, with `;`: what a Brazilian spreadsheet opens in columns. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map(fields => fields.map(field => quoted(harmless(field))).join(';'));
  // The mark at the start makes spreadsheets read accents as UTF-8.
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function separatorOf(header: string): string {
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

const quoted = (field: string) => (/[";,\r\n\t]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

/** A spreadsheet runs what begins like a formula, and names are written by strangers (OWASP, CSV Injection). */
const harmless = (field: string) => (/^[=+\-@]/.test(field) ? `'${field}` : field);
