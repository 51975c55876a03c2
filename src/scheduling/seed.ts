import { AuditEntry, Group, Template } from '../db/entities/index.ts';
import { starterTemplates } from '../templates/starter-templates.ts';
import { audit } from './audit.ts';
import { foldName, nameKey } from './names.ts';
import type { Work } from './work.ts';

const ACTION = 'installation.start';

/** The group of whoever has a birthday on the day of the send. */
export const BIRTHDAY_GROUP = 'aniversariantes';

/** Once in an installation's life: the starter templates and the birthday group. What is deleted later stays deleted. */
export async function seedFirstStart(work: Work): Promise<void> {
  const { em, now } = work;
  if ((await em.count(AuditEntry, { action: ACTION })) > 0) return;
  const stamps = { createdAt: now, updatedAt: now };
  for (const { name, body } of starterTemplates())
    em.create(Template, { name, nameKey: foldName(name), body, ...stamps });
  em.create(Group, {
    ...{
      name: BIRTHDAY_GROUP,
      nameKey: nameKey(BIRTHDAY_GROUP),
      aliases: ['aniversariante'],
      kind: 'dynamic',
      rule: 'birthday',
    },
    ...stamps,
  });
  await audit(work, { action: ACTION, entityType: 'installation', entityId: null, before: null, after: null });
  await em.flush();
}
