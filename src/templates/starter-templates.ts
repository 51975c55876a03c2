import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../templates/messages/', import.meta.url));

/** The message templates that a new installation begins with: a file of `templates/messages/` each. */
export function starterTemplates(): { name: string; body: string }[] {
  return readdirSync(FOLDER)
    .filter(file => file.endsWith('.hbs'))
    .sort()
    .map(file => ({ name: file.replace(/\.hbs$/, ''), body: readFileSync(`${FOLDER}${file}`, 'utf8').trimEnd() }));
}
