import { Template } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { checkBody, freeName, type TemplateInput } from './create-template.ts';
import { lockRow } from './lock-row.ts';
import { templateSnapshot } from './snapshots.ts';
import { markEdited } from './version.ts';
import type { Work } from './work.ts';

/**
 * Changes a template; sends that have not begun go out with the new text.
 *
 * @throws UserError as createTemplate, and `template_not_found`, `version_conflict`
 */
export async function updateTemplate(
  work: Work,
  id: number,
  changes: Partial<TemplateInput>,
  expectedVersion?: number,
): Promise<Template> {
  const template = await lockRow(work, Template, id, 'template_not_found', expectedVersion);
  const before = templateSnapshot(template);
  const { name = template.name, body = template.body } = changes;
  await checkBody(work, { body, isLiteral: changes.isLiteral === true || body === template.body });
  const nameKey = await freeName(work, name, id);
  markEdited(template, work.now);
  Object.assign(template, { name, nameKey, body });
  await audit(work, {
    action: 'template.update',
    entityType: 'template',
    entityId: id,
    before,
    after: templateSnapshot(template),
  });
  return template;
}
