import { Occurrence } from '../db/entities/index.ts';
import { latest } from '../schedule/instants.ts';
import { countBetween, instantsBetween } from '../schedule/recurrence.ts';
import { isPostponed } from '../scheduling/plan-next.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import { isLate, windowStart } from './catch-up.ts';

/** Why an instant was missed: a later one of its rule went out in its place. */
export const REPLACED = 'replaced_by_later';
/** Up to here every missed instant has a row of its own; beyond, one row counts them. */
const MISSED_ROWS = 100;

/** What the instants of one schedule that are due by now came to. */
export interface Backlog {
  /** The occurrence that is sent, null when all are too late. */
  send: Occurrence | null;
  missedCount: number;
  firstMissedAt: Temporal.Instant | null;
  lastMissedAt: Temporal.Instant | null;
}

/**
 * Accounts for a due occurrence and for every instant of its rule since: after a downtime a schedule sends at most
 * once, for the last instant that is inside its catch-up window (nobody wants eight "good morning" in a row), and
 * every other one is recorded as missed. Normally nothing has piled up and this reads one short rule.
 */
export async function takeBacklog(work: Work, occurrence: Occurrence): Promise<Backlog> {
  const { em, now } = work;
  const { schedule, plannedAt, dueAt } = occurrence;
  const timed = timedOf(schedule);
  const from = windowStart(schedule, now);
  if (isPostponed(occurrence)) return takeAlone(occurrence, from, now);
  const taken = await takenInstants(work, occurrence);
  const isFree = (instant: Temporal.Instant) => !taken.has(instant.toString());

  const later = countBetween(timed, { after: plannedAt, until: now }) - taken.size;
  // Only instants inside the window can be sent; what is older is too late and need not be listed to know it.
  const justBefore = from.subtract({ milliseconds: 1 });
  const recent = instantsBetween(timed, {
    after: latest(justBefore, plannedAt),
    until: now,
    limit: Number.MAX_SAFE_INTEGER,
  });
  const send = recent.filter(isFree).at(-1) ?? (Temporal.Instant.compare(dueAt, from) >= 0 ? plannedAt : null);
  const missedCount = later + 1 - (send ? 1 : 0);

  const isSent = (instant: Temporal.Instant) => send !== null && instant.equals(send);
  const all = function* () {
    yield plannedAt;
    yield* instantsBetween(timed, { after: plannedAt, until: now, limit: MISSED_ROWS + taken.size + 1 }).filter(isFree);
  };
  const firstMissed = all().find(instant => !isSent(instant)) ?? null;
  const inRows = missedCount <= MISSED_ROWS ? [...all()] : [firstMissed, send].filter(instant => instant !== null);

  const backlog: Backlog = { send: null, missedCount, firstMissedAt: firstMissed, lastMissedAt: null };
  for (const instant of inRows) {
    const row = instant.equals(plannedAt)
      ? occurrence
      : em.create(Occurrence, { schedule, plannedAt: instant, dueAt: instant });
    if (isSent(instant)) {
      Object.assign(row, { late: isLate(row.dueAt, now), replaced: missedCount });
      backlog.send = row;
    } else {
      const reason = Temporal.Instant.compare(row.dueAt, from) < 0 ? 'too_late' : REPLACED;
      Object.assign(row, { status: 'missed', reason, finishedAt: now });
      backlog.lastMissedAt = instant;
      if (missedCount > MISSED_ROWS) {
        backlog.lastMissedAt = lastMissed(recent.filter(isFree), isSent) ?? latest(justBefore, instant);
        Object.assign(row, { instants: missedCount, lastPlannedAt: backlog.lastMissedAt });
      }
    }
  }
  return backlog;
}

/**
 * What a person postponed stands for itself: the schedule was planned on when it was moved, so the instants that follow
 * have occurrences of their own, and are neither missed by this one nor sent in its place.
 */
function takeAlone(occurrence: Occurrence, from: Temporal.Instant, now: Temporal.Instant): Backlog {
  const { plannedAt, dueAt } = occurrence;
  if (Temporal.Instant.compare(dueAt, from) >= 0) {
    occurrence.late = isLate(dueAt, now);
    return { send: occurrence, missedCount: 0, firstMissedAt: null, lastMissedAt: null };
  }
  Object.assign(occurrence, { status: 'missed', reason: 'too_late', finishedAt: now });
  return { send: null, missedCount: 1, firstMissedAt: plannedAt, lastMissedAt: plannedAt };
}

/** Instants after this occurrence that have a row already (a person skipped or moved them): not ours to judge. */
async function takenInstants(work: Work, occurrence: Occurrence): Promise<ReadonlySet<string>> {
  const rows = await work.em.find(
    Occurrence,
    { schedule: occurrence.schedule.id, plannedAt: { $gt: occurrence.plannedAt, $lte: work.now } },
    { fields: ['plannedAt'] },
  );
  return new Set(rows.map(row => row.plannedAt.toString()));
}

function lastMissed(
  instants: Temporal.Instant[],
  isSent: (instant: Temporal.Instant) => boolean,
): Temporal.Instant | null {
  return instants.filter(instant => !isSent(instant)).at(-1) ?? null;
}
