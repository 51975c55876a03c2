import { Occurrence, type Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { countBetween, instantsBetween } from '../../schedule/recurrence.ts';
import { timedOf } from '../timed.ts';

/**
 * The instants that a row stands for: its own, or those that it counts (over a hundred missed ones share a row), as far as
 * the rule still tells which they were. Those that have a row of their own are not among them.
 */
export async function countedInstants(em: Em, schedule: Schedule, row: Occurrence): Promise<Temporal.Instant[]> {
  const { plannedAt, lastPlannedAt, instants } = row;
  if (instants === 1 || !lastPlannedAt) return [plannedAt];
  const timed = timedOf(schedule);
  const range = { after: plannedAt, until: lastPlannedAt };
  const rows = await em.find(
    Occurrence,
    { schedule: schedule.id, plannedAt: { $gt: plannedAt, $lte: lastPlannedAt } },
    { fields: ['plannedAt'] },
  );
  // The rule was edited since: it would name instants that nobody was promised.
  if (countBetween(timed, range) - rows.length !== instants - 1) return [plannedAt];
  const taken = new Set(rows.map(other => other.plannedAt.epochMilliseconds));
  const later = instantsBetween(timed, { ...range, limit: Number.MAX_SAFE_INTEGER });
  return [plannedAt, ...later.filter(({ epochMilliseconds }) => !taken.has(epochMilliseconds))];
}

/**
 * Gives some of the instants that a row counts rows of their own; the row and, behind them, another one go on counting the
 * rest.
 *
 * @param counted all that the row stands for, in order
 * @param chosen some of them, in order, at least one
 * @returns a row for each of the chosen
 */
export function takeOut(
  em: Em,
  row: Occurrence,
  counted: readonly Temporal.Instant[],
  chosen: readonly Temporal.Instant[],
): Occurrence[] {
  if (counted.length === 1) return [row];
  const { schedule, plannedAt: first, reason, finishedAt } = row;
  const isChosen = new Set(chosen.map(({ epochMilliseconds }) => epochMilliseconds));
  const rest = counted.filter(({ epochMilliseconds }) => !isChosen.has(epochMilliseconds));
  const before = rest.filter(instant => Temporal.Instant.compare(instant, chosen[0]!) < 0);
  const behind = rest.slice(before.length);
  Object.assign(row, countOf(before.length > 0 ? before : [first]));
  if (behind.length > 0) {
    const plannedAt = behind[0]!;
    em.create(Occurrence, {
      ...{ schedule, plannedAt, dueAt: plannedAt, status: 'missed', reason, finishedAt },
      ...countOf(behind),
    });
  }
  return chosen.map(plannedAt =>
    plannedAt.equals(first) ? row : em.create(Occurrence, { schedule, plannedAt, dueAt: plannedAt }),
  );
}

function countOf(instants: readonly Temporal.Instant[]) {
  return { instants: instants.length, lastPlannedAt: instants.length > 1 ? instants.at(-1)! : null };
}
