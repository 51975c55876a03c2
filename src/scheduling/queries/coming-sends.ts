import { Occurrence, type Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { nextInstants } from '../../schedule/recurrence.ts';
import { timedOf } from '../timed.ts';

/** A send that is to come: planned already, or only foreseen by the rule (`occurrence` is null). */
export interface ComingSend {
  plannedAt: Temporal.Instant;
  dueAt: Temporal.Instant;
  occurrence: Occurrence | null;
}

/**
 * The next sends of a schedule in the order in which they go out: without what a person skipped, and with what she
 * postponed at its new hour. None unless it is active.
 *
 * @param range.after of the rule's own instants, exclusive; what is planned is listed in any case
 */
export async function comingSends(
  em: Em,
  schedule: Schedule,
  { after, count }: { after: Temporal.Instant; count: number },
): Promise<ComingSend[]> {
  if (schedule.status !== 'active') return [];
  const rows = await em.find(Occurrence, {
    schedule: schedule.id,
    status: { $ne: 'cancelled' },
    $or: [{ plannedAt: { $gt: after } }, { status: 'planned' }],
  });
  const planned = rows.filter(({ status }) => status === 'planned').map(recorded);
  const instants = nextInstants(timedOf(schedule), { after, count: count + rows.length });
  return inOrder([...planned, ...foreseen(instants, rows)]).slice(0, count);
}

/** Those instants of a rule that have no row yet. @param rows of the same schedule, the cancelled ones left out */
export function foreseen(instants: readonly Temporal.Instant[], rows: readonly Occurrence[]): ComingSend[] {
  const taken = new Set(rows.map(row => row.plannedAt.epochMilliseconds));
  return instants
    .filter(instant => !taken.has(instant.epochMilliseconds))
    .map(instant => ({ plannedAt: instant, dueAt: instant, occurrence: null }));
}

export function recorded(occurrence: Occurrence): ComingSend {
  const { plannedAt, dueAt } = occurrence;
  return { plannedAt, dueAt, occurrence };
}

export function inOrder<T extends { dueAt: Temporal.Instant }>(sends: readonly T[]): T[] {
  return sends.toSorted((one, other) => Temporal.Instant.compare(one.dueAt, other.dueAt));
}
