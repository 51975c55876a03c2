import { wrap } from '@mikro-orm/core';
import { AuditEntry } from '../db/entities/index.ts';
import type { Work } from './work.ts';

/** One change, as the audit keeps it. */
export interface Change {
  /** `schedule.create`, `template.update`, … */
  action: string;
  entityType: string;
  entityId: number | null;
  /** Plain JSON (see {@link snapshot}): what undoing restores; null for something new. */
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** Secrets: the audit is read by people, and kept. */
const NEVER_KEPT: ReadonlySet<string> = new Set(['apiKeyEncrypted', 'webhookSecretHash', 'previousSecretHash']);

/** Notes who changed what, in the transaction that changes it, and writes all of it to the database. */
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
  await em.flush();
}

/** A row as plain JSON: instants as text, other rows as their ids, no secrets. */
export function snapshot(row: object): Record<string, unknown> {
  const values = row as Record<string, unknown>;
  const properties = wrap(row, true).__meta.props;
  const names = properties.map(property => property.name as string).filter(name => !NEVER_KEPT.has(name));
  return Object.fromEntries(names.map(name => [name, plain(values[name])]));
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Temporal.Instant) return value.toString();
  const isRow = typeof value === 'object' && '__helper' in value;
  return isRow ? (value as unknown as { id: number }).id : structuredClone(value);
}
