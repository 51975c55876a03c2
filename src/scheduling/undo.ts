import { AuditEntry } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { UNDO } from './undo-table.ts';
import type { Work } from './work.ts';

/** How long a change can be taken back. */
const UNDO_MINUTES = 10;
/** Notes that are no change: what came before them can still be taken back. */
const NO_CHANGE = ['message.test'];

/**
 * Takes back the last change that whoever asks made in the last ten minutes, all of it: what one command changed is
 * one change. It is done once; an undo is not undone.
 *
 * @returns what was taken back, as the audit has it
 * @throws UserError `nothing_to_undo`, `cannot_undo` {action}, `already_undone`, `undo_changed` when somebody changed
 *   the same thing since, `undo_too_late`, and what the verbs that do it throw
 */
export async function undoLast(work: Work): Promise<AuditEntry[]> {
  const entries = await lastChange(work);
  const [newest] = entries;
  if (!newest) throw new UserError('nothing_to_undo', { minutes: UNDO_MINUTES }, 409);
  if (newest.action === 'undo') throw new UserError('already_undone', {}, 409);
  const seen = new Set<string>();
  for (const entry of entries) {
    const undo = UNDO[entry.action];
    if (!undo) throw new UserError('cannot_undo', { action: entry.action }, 409);
    const key = `${entry.entityType} ${entry.entityId}`;
    // Only the newest change of a row left it in the version that it has now.
    await unlessChanged(() => undo(work, entry, seen.has(key) ? undefined : versionAfter(entry)));
    seen.add(key);
  }
  const after = { undone: entries.map(({ id }) => id) };
  await audit(work, { action: 'undo', entityType: 'audit', entityId: newest.id, before: null, after });
  return entries;
}

/** The entries of one command share its instant; newest first. */
async function lastChange({ em, now, actor }: Work): Promise<AuditEntry[]> {
  const theirs = { actorType: actor.type, actorId: actor.id, action: { $nin: NO_CHANGE } };
  const since = now.subtract({ minutes: UNDO_MINUTES });
  const newest = await em.findOne(AuditEntry, { ...theirs, at: { $gte: since } }, { orderBy: { id: 'desc' } });
  // An undo shares its instant with what it did.
  if (!newest || newest.action === 'undo') return newest ? [newest] : [];
  return em.find(AuditEntry, { ...theirs, at: newest.at }, { orderBy: { id: 'desc' } });
}

function versionAfter({ before, after }: AuditEntry): number | undefined {
  const version = after ? after.version : Number(before?.version) + 1;
  return typeof version === 'number' && Number.isInteger(version) ? version : undefined;
}

async function unlessChanged(undo: () => Promise<unknown>): Promise<void> {
  try {
    await undo();
  } catch (error) {
    if (error instanceof UserError && error.code === 'version_conflict') throw new UserError('undo_changed', {}, 409);
    throw error;
  }
}
