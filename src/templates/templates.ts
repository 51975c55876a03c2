import { join } from 'node:path';
import { loadTemplates } from './sentences.ts';

/** Every sentence and page of ours, compiled. */
export interface Templates {
  /** A file of `replies/`, without blank lines around it. @throws Error for a value that it asks for and does not get */
  reply(name: string, data: Readonly<Record<string, unknown>>): string;
  /** A file of `errors/`; for a code without one `errors/unknown`, which shows the code. */
  error(code: string, details: Readonly<Record<string, unknown>>): string;
  /** Any other file, escaped for HTML: `admin/index`. */
  html(name: string, data: Readonly<Record<string, unknown>>): string;
  /** Which replies and errors there are. */
  names: { replies: ReadonlySet<string>; errors: ReadonlySet<string> };
}

const NOT_HTML = ['replies/', 'errors/', 'messages/'];

/**
 * Loads `templates/`, once, at the start.
 *
 * @throws Error naming a file that is broken, and when there is no `errors/unknown`
 */
export function createTemplates(options: { folder: string }): Templates {
  const { folder } = options;
  const replies = loadTemplates(join(folder, 'replies'), { strict: true, escape: false });
  // Not strict: one code is raised in several places with more or less to tell, and a sentence with a hole is better
  // than a failure while telling of one.
  const errors = loadTemplates(join(folder, 'errors'), { strict: false, escape: false });
  const pages = loadTemplates(folder, {
    strict: true,
    escape: true,
    skip: name => NOT_HTML.some(start => name.startsWith(start)),
  });
  if (!errors.names.has('unknown')) throw new Error('templates: errors/unknown.hbs is missing');
  return {
    reply: (name, data) => replies.render(name, data).trim(),
    error: (code, details) =>
      (errors.names.has(code) ? errors.render(code, details) : errors.render('unknown', { ...details, code })).trim(),
    html: pages.render,
    names: { replies: replies.names, errors: errors.names },
  };
}
