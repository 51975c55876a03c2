import { Template } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { checkMessage } from '../templates/message.ts';
import { audit } from './audit.ts';
import { foldName } from './names.ts';
import { templateSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

export interface TemplateInput {
  /** One word. */
  name: string;
  /** Handlebars. */
  body: string;
}

/** @throws UserError `template_name` (not one word), `template_exists` (409), `template_syntax` */
export async function createTemplate(work: Work, { name, body }: TemplateInput): Promise<Template> {
  const { em, now } = work;
  checkMessage(body);
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
