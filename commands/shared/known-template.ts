import { UserError } from '../../src/errors.ts';
import { findTemplateByName } from '../../src/scheduling/queries/list-templates.ts';
import { refuseRest } from './words.ts';

type Em = Parameters<typeof findTemplateByName>[0];
type Template = NonNullable<Awaited<ReturnType<typeof findTemplateByName>>['found']>;

/** The template of this name. @throws UserError `template_not_found` with the names that may have been meant */
export async function knownTemplate(em: Em, name: string): Promise<Template> {
  const { found, suggestions } = await findTemplateByName(em, name);
  if (!found) throw new UserError('template_not_found', { name, suggestions }, 404);
  return found;
}

/** The one word that a command wants. @throws UserError `missing_name`, `unread_words` */
export function onlyName(args: string, usage: string): string {
  const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/su.exec(args) ?? [];
  if (name === '') throw new UserError('missing_name', { usage });
  refuseRest(rest);
  return name;
}
