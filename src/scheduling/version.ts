import { UserError } from '../errors.ts';

/**
 * Refuses to change a row that somebody else has changed since it was read.
 *
 * @throws UserError `version_conflict` (412)
 */
export function checkVersion(row: { id: number; version: number }, expected: number | undefined): void {
  if (expected === undefined || expected === row.version) return;
  throw new UserError('version_conflict', { id: row.id, version: row.version, expected }, 412);
}

/** Notes an edit by a person. */
export function markEdited(row: { version: number; updatedAt: Temporal.Instant }, now: Temporal.Instant): void {
  row.version++;
  row.updatedAt = now;
}
