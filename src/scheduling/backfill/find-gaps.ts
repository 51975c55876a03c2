import { LockMode } from '@mikro-orm/core';
import { Occurrence, type Schedule } from '../../db/entities/index.ts';
import { earliest, latest } from '../../schedule/instants.ts';
import { instantsBetween } from '../../schedule/recurrence.ts';
import { timedOf } from '../timed.ts';
import type { Work } from '../work.ts';
import { countedInstants } from './counted-instants.ts';
import { pausedStretches } from './paused-stretches.ts';

/** `from` inclusive, `to` exclusive. */
export interface Period {
  from: Temporal.Instant;
  to: Temporal.Instant;
}

/** An instant of a schedule that was promised and not sent. */
export interface Gap {
  plannedAt: Temporal.Instant;
  /** Where it is recorded: a row of its own, or one that counts many; null where a pause left none. */
  row: Occurrence | null;
}

export interface Gaps {
  /** In order. */
  gaps: Gap[];
  /** Those that a person left out on purpose (/pular): they are not made up for. */
  leftOut: number;
}

/** More than this is refused anyway; it bounds what is held in memory. */
const MOST = 1_000;

/**
 * The instants of a locked schedule in a period that did not go out: missed, skipped by the system, or passed in a pause.
 * Nothing that ran, nothing that a person skipped, nothing before the schedule was made. The rows are locked.
 */
export async function findGaps(work: Work, schedule: Schedule, { from, to }: Period): Promise<Gaps> {
  const { em, now } = work;
  const until = earliest(to, now);
  const rows = await em.find(
    Occurrence,
    {
      schedule: schedule.id,
      $or: [{ plannedAt: { $gte: from, $lt: until } }, { plannedAt: { $lt: until }, lastPlannedAt: { $gte: from } }],
    },
    { orderBy: { plannedAt: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  const within = ({ plannedAt }: Pick<Gap, 'plannedAt'>) =>
    isBetween(plannedAt, from, until) && Temporal.Instant.compare(plannedAt, schedule.createdAt) >= 0;
  const recorded: Gap[] = [];
  for (const row of rows.filter(one => canBeMadeUp(one, now))) {
    recorded.push(...(await countedInstants(em, schedule, row)).map(plannedAt => ({ plannedAt, row })));
  }
  const taken = new Set(rows.map(({ plannedAt }) => plannedAt.epochMilliseconds));
  const unrecorded = (await passedInPauses(work, schedule, { from, to: until })).filter(
    ({ epochMilliseconds }) => !taken.has(epochMilliseconds),
  );
  const gaps = [...recorded, ...unrecorded.map(plannedAt => ({ plannedAt, row: null }))].filter(within);
  return {
    gaps: gaps.toSorted((one, other) => Temporal.Instant.compare(one.plannedAt, other.plannedAt)),
    leftOut: rows.filter(row => row.reason === 'skipped_by_person' && within(row)).length,
  };
}

function canBeMadeUp({ status, reason, dueAt }: Occurrence, now: Temporal.Instant): boolean {
  if (status === 'missed') return true;
  if (status === 'skipped') return reason !== 'skipped_by_person';
  // The one that was planned when the pause began. Postponed to an hour to come it goes out by itself after the pause.
  return status === 'cancelled' && reason === 'schedule_paused' && Temporal.Instant.compare(dueAt, now) <= 0;
}

async function passedInPauses(work: Work, schedule: Schedule, { from, to }: Period): Promise<Temporal.Instant[]> {
  const timed = timedOf(schedule);
  const stretches = await pausedStretches(work.em, schedule, work.now);
  return stretches.flatMap(stretch => {
    const start = latest(stretch.from, from).subtract({ milliseconds: 1 });
    const end = earliest(stretch.to, to).subtract({ milliseconds: 1 });
    if (Temporal.Instant.compare(start, end) >= 0) return [];
    return instantsBetween(timed, { after: start, until: end, limit: MOST });
  });
}

/** `from` inclusive, `to` exclusive. */
function isBetween(instant: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, from) >= 0 && Temporal.Instant.compare(instant, to) < 0;
}
