import { AuditEntry } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { at: 'at', action: 'action', actor: 'actorName' };

export interface AuditFilter {
  /** "schedule", "template", … */
  entityType?: string;
  entityId?: number;
  /** "schedule.edit", … */
  action?: string;
  /** A part of the name of whoever did it. */
  actor?: string;
  /** `from` inclusive, `to` exclusive. */
  from?: Temporal.Instant;
  to?: Temporal.Instant;
}

/** Who changed what, newest first. */
export function listAudit(em: Em, request: PageRequest & AuditFilter): Promise<Page<AuditEntry>> {
  const { entityType, entityId, action, actor, from, to } = request;
  const where = {
    ...(entityType ? { entityType } : {}),
    ...(entityId ? { entityId } : {}),
    ...(action ? { action } : {}),
    ...(actor ? contains('actor_name', actor) : {}),
    ...(from || to ? { at: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } } : {}),
  };
  // Entries of one command share their instant: the later one comes first.
  return findPage(em, AuditEntry, where, request, COLUMNS, { default: ['-at', '-id'] });
}
