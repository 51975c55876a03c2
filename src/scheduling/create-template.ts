import { Template } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { checkMessage } from '../templates/message.ts';
import { audit } from './audit.ts';
import { refuseSlips } from './check-words.ts';
import { foldName } from './names.ts';
import { contactVariables } from './queries/contact-variables.ts';
import { templateSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

export interface TemplateInput {
  /** One word. */
  name: string;
  /** Handlebars. */
  body: string;
  /** What looks like a variable in it (`[nome]`) is text. */
  isLiteral?: boolean;
}

/** @throws UserError `template_name` (not one word), `template_exists` (409), `looks_like_variable`, `template_syntax` */
export async function createTemplate(work: Work, { name, body, isLiteral }: TemplateInput): Promise<Template> {
  const { em, now } = work;
  await checkBody(work, { body, isLiteral: isLiteral === true });
  const nameKey = await freeName(work, name);
  const template = em.create(Template, { name, nameKey, body, createdAt: now, updatedAt: now });
  await em.flush();
  await audit(work, {
    action: 'template.create',
    entityType: 'template',
    entityId: template.id,
    before: null,
    after: templateSnapshot(template),
  });
  return template;
}

const ONE_WORD = /^[\p{L}\p{N}_-]{1,60}$/u;

/** The key of a name that no other template has, with or without case and accents. */
export async function freeName(work: Work, name: string, ownId?: number): Promise<string> {
  if (!ONE_WORD.test(name)) throw new UserError('template_name', { name, field: 'name' });
  const nameKey = foldName(name);
  const taken = await work.em.findOne(Template, { nameKey });
  if (taken && taken.id !== ownId) throw new UserError('template_exists', { id: taken.id, name: taken.name }, 409);
  return nameKey;
}

/**
 * Checks a template's body. It is for anybody: the variables of every contact exist for it.
 *
 * @throws UserError `looks_like_variable`, and those of checkMessage
 */
export async function checkBody({ em }: Pick<Work, 'em'>, { body, isLiteral }: { body: string; isLiteral: boolean }) {
  // Most texts have no bracket at all, and ask nothing.
  if (!isLiteral && /[[\]{}<>]/.test(body)) refuseSlips(body, { names: await contactVariables(em), field: 'body' });
  checkMessage(body);
}
