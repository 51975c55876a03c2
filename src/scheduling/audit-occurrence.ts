import type { Occurrence, Schedule } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { recipientsOf } from './recipients.ts';
import { occurrenceSnapshot, scheduleSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/** Runs a change of one occurrence of a schedule, and notes both as they were and as they are then. */
export async function auditOccurrence(
  work: Work,
  action: string,
  { schedule, occurrence }: { schedule: Schedule; occurrence: Occurrence },
  change: () => Promise<void>,
): Promise<void> {
  const recipients = await recipientsOf(work.em, schedule);
  const image = () => ({
    ...scheduleSnapshot(schedule, recipients),
    occurrence: occurrenceSnapshot(occurrence),
  });
  const before = image();
  await change();
  await audit(work, { action, entityType: 'schedule', entityId: schedule.id, before, after: image() });
}
