import { Schedule, Template } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { refuseInUse } from './in-use.ts';
import { lockRow } from './lock-row.ts';
import { templateSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/** @throws UserError `template_not_found`, `in_use`, `version_conflict` */
export async function deleteTemplate(work: Work, id: number, expectedVersion?: number): Promise<void> {
  const { em } = work;
  const template = await lockRow(work, Template, id, 'template_not_found', expectedVersion);
  const before = templateSnapshot(template);
  await refuseInUse(work, { template: id });
  // Ended schedules keep what they said as their own text.
  await em.nativeUpdate(Schedule, { template: id }, { template: null, text: template.body });
  em.remove(template);
  await audit(work, { action: 'template.delete', entityType: 'template', entityId: id, before, after: null });
}
