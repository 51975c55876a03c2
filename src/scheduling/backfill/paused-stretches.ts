import { AuditEntry, type Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import type { ScheduleImage } from '../snapshots.ts';

/** From the pause on, until it ended; half open. */
export interface Stretch {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

/**
 * When a schedule was paused while its rule was the one that it has now. A pause leaves no rows for the instants that
 * pass, so they are told by the audit; and an instant of a rule that came later was never anybody's promise.
 *
 * @param now where a pause that goes on is cut off
 */
export async function pausedStretches(em: Em, schedule: Schedule, now: Temporal.Instant): Promise<Stretch[]> {
  const entries = await em.find(
    AuditEntry,
    { entityType: 'schedule', entityId: schedule.id, action: { $like: 'schedule.%' } },
    { orderBy: { id: 'asc' } },
  );
  const changes = entries.flatMap(({ at, after }) => (isImage(after) ? { at, image: after } : []));
  const rule = timingOf(schedule);
  return changes.flatMap(({ at: from, image }, index): Stretch[] => {
    const isPaused = image.status === 'paused' && timingOf(image) === rule;
    return isPaused ? [{ from, to: changes[index + 1]?.at ?? now }] : [];
  });
}

function isImage(after: unknown): after is ScheduleImage {
  return typeof after === 'object' && after !== null && 'status' in after && 'rule' in after;
}

/** All that says when, to compare. */
function timingOf(of: Pick<Schedule, 'rule' | 'anchor' | 'timezone' | 'skipHolidays'>): string {
  const rule = Object.entries(of.rule).toSorted(([one], [other]) => (one < other ? -1 : 1)); // MySQL sorts its JSON
  return JSON.stringify([rule, of.anchor, of.timezone, of.skipHolidays ?? null]);
}
