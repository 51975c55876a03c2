import type { Fault } from '../../src/chat/command.ts';
import { foldName } from '../../src/scheduling/names.ts';
import { editDistance } from '../../src/scheduling/near-names.ts';

/** The line without the values that its text has no place for; one that is nearly called like a place takes its name. */
export function withoutUnused(line: string, { code, details }: Fault): string {
  if (code !== 'unused_variables') return line;
  const known = listOf(details.known);
  return listOf(details.names).reduce((text, name) => {
    const near = known.find(other => editDistance(foldName(other), foldName(name)) <= 1);
    const said = new RegExp(`(?<=^|\\s)${RegExp.escape(name)}=(R\\$ \\S+|"[^"]*"|“[^”]*”|\\S+)\\s*`, 'u');
    return text.replace(said, all => (near === undefined ? '' : all.replace(/^[^=]*/, near))).trimEnd();
  }, line);
}

const listOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
