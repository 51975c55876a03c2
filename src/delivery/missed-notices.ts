import { type Admin, type EvolutionConfig, Occurrence } from '../db/entities/index.ts';
import { describe } from '../schedule/describe.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { owners, queueNotice } from './voices.ts';

/** Nothing waits for longer than this, and what was missed longer ago was told. It serves the index. */
const LOOKED_BACK_HOURS = 31 * 24;
/** Schedules that a notice names; of more, how many. */
const NAMED = 20;

/**
 * Tells what was missed while an instance was away: one notice to each person, for all of the outage and all of her
 * schedules, with the lines that send it after all. Told once: the rows keep that it has to be told.
 *
 * @returns how many runs were told of
 */
export async function tellMissedRuns(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
): Promise<number> {
  const { em, now, timezone } = work;
  const missed = await em.find(
    Occurrence,
    { status: 'missed', untoldOf: config.id, dueAt: { $gte: now.subtract({ hours: LOOKED_BACK_HOURS }) } },
    { orderBy: { dueAt: 'asc', id: 'asc' }, populate: ['schedule.createdByAdmin'] },
  );
  if (missed.length === 0) return 0;
  const toOwners = await owners(em);
  const byAdmin = new Map<Admin, Occurrence[]>();
  for (const run of missed) {
    const author = run.schedule.createdByAdmin;
    for (const admin of author ? [author] : toOwners) byAdmin.set(admin, [...(byAdmin.get(admin) ?? []), run]);
    run.untoldOf = null;
  }
  for (const [admin, runs] of byAdmin) {
    const schedules = [...Map.groupBy(runs, run => run.schedule).values()].map(of => aboutMissed(of, timezone));
    const text = deps.say('avisos/perdidos_sem_conexao', {
      ...{ name: config.name, now, timezone, count: runs.length, more: Math.max(0, schedules.length - NAMED) },
      ...{ schedules: schedules.slice(0, NAMED), hasLines: schedules.some(({ line }) => line !== null) },
    });
    await queueNotice(work, config, [admin], text);
  }
  return missed.length;
}

/** @param runs of one schedule, in order, at least one */
function aboutMissed(runs: readonly Occurrence[], shopZone: string) {
  const { schedule, plannedAt: first } = runs[0]!;
  const last = runs.at(-1)!.plannedAt;
  const { id, title, status, timezone } = schedule;
  const day = (instant: Temporal.Instant) => {
    const local = instant.toZonedDateTimeISO(shopZone);
    return `${String(local.day).padStart(2, '0')}/${String(local.month).padStart(2, '0')}/${local.year}`;
  };
  const period = day(first) === day(last) ? day(first) : `${day(first)} a ${day(last)}`;
  return {
    ...{ id, title, timezone, description: describe(timedOf(schedule)), missed: runs.length, first, last },
    // Of a paused or cancelled one nothing is made up for.
    line: status === 'active' || status === 'finished' ? `/repor ${id} ${period}` : null,
  };
}
