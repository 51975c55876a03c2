import { Occurrence, Schedule } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { nextInstants } from '../../schedule/recurrence.ts';
import { timedOf } from '../timed.ts';
import { type ComingSend, foreseen, inOrder, recorded } from './coming-sends.ts';

/** One send of a period, gone or to come. Its schedule's template is loaded. */
export interface AgendaEntry extends ComingSend {
  schedule: Schedule;
}

/** More than this nobody reads, and every one of them is held in memory. */
const MAX_ENTRIES = 5_000;

/**
 * What went out and will go out in a period, by the hour at which it is due: the occurrences that are recorded, and
 * what the rules of active schedules foresee.
 *
 * @param period `from` inclusive, `to` exclusive
 * @throws UserError `period_too_busy` {limit} when there is more than a person can read
 */
export async function agenda(
  em: Em,
  period: { from: Temporal.Instant; to: Temporal.Instant; now: Temporal.Instant; schedule?: number },
): Promise<AgendaEntry[]> {
  const { from, to, now, schedule } = period;
  const ofOne = schedule === undefined ? {} : { schedule };
  const within = { $gte: from, $lt: to };
  const rows = await em.find(
    Occurrence,
    { ...ofOne, status: { $ne: 'cancelled' }, $or: [{ dueAt: within }, { plannedAt: within }] },
    { populate: ['schedule.template'], limit: MAX_ENTRIES + 1 },
  );
  refuseTooMany(rows.length);
  const isDue = ({ dueAt }: Occurrence) =>
    Temporal.Instant.compare(dueAt, from) >= 0 && Temporal.Instant.compare(dueAt, to) < 0;
  const entries: AgendaEntry[] = rows.filter(isDue).map(row => ({ ...recorded(row), schedule: row.schedule }));
  const bySchedule = Map.groupBy(rows, row => row.schedule.id);
  const justBefore = from.subtract({ milliseconds: 1 });
  const after = Temporal.Instant.compare(justBefore, now) > 0 ? justBefore : now;
  for (const one of await activeSchedules(em, schedule)) {
    const instants = nextInstants(timedOf(one), { after, before: to, count: MAX_ENTRIES + 1 });
    entries.push(...foreseen(instants, bySchedule.get(one.id) ?? []).map(send => ({ ...send, schedule: one })));
    refuseTooMany(entries.length);
  }
  return inOrder(entries.toSorted((one, other) => one.schedule.id - other.schedule.id));
}

function refuseTooMany(count: number): void {
  if (count > MAX_ENTRIES) throw new UserError('period_too_busy', { limit: MAX_ENTRIES });
}

function activeSchedules(em: Em, id: number | undefined): Promise<Schedule[]> {
  const ofOne = id === undefined ? {} : { id };
  return em.find(Schedule, { ...ofOne, status: 'active', deletedAt: null }, { populate: ['template'] });
}
