import { AuditEntry } from '../db/entities/index.ts';
import { noteForAuthor } from './note-change.ts';
import type { Work } from './work.ts';

/** One change, as the audit keeps it. */
export interface Change {
  /** `schedule.create`, `template.update`, … */
  action: string;
  entityType: string;
  entityId: number | null;
  /** Plain JSON (see snapshots.ts): what undoing restores; null for something new. */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/**
 * Notes who changed what, in the transaction that changes it, and writes all of it to the database. The author of a
 * schedule is told what others did to it.
 */
export async function audit(work: Work, change: Change): Promise<void> {
  const { em, now, actor } = work;
  em.create(AuditEntry, {
    ...change,
    at: now,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    source: actor.source,
  });
  const { entityType, entityId, action } = change;
  if (entityType === 'schedule' && entityId !== null) await noteForAuthor(work, entityId, action);
  await em.flush();
}
