import { LockMode } from '@mikro-orm/core';
import { Delivery, EvolutionConfig, Occurrence } from '../db/entities/index.ts';
import { PUT_OFF_REASONS } from '../scheduling/late/hold-late.ts';
import { LATE } from '../scheduling/late/late-question.ts';
import { isPostponed } from '../scheduling/plan-next.ts';
import { RUN_NOW } from '../scheduling/run-now.ts';
import type { Work } from '../scheduling/work.ts';
import { ON_TIME_MS } from './catch-up.ts';
import type { DeliveryDeps } from './deps.ts';
import { isAway } from './instance-state.ts';
import { tellOverlap } from './notices.ts';
import { UNSETTLED } from './settle.ts';
import { hasBegun } from './waiting-runs.ts';

export const OVERLAP = 'overlap';
/** More than the daily cap puts off at once: to the next day that the rule does not leave out, at its hour. */
const PUT_OFF_DAYS = 2;

/**
 * Skips an occurrence that comes due while the run of an earlier instant of its rule is still going out, and tells the
 * author; once for each such run, for a schedule of every few minutes would have a lot to tell. What the daily cap of an
 * earlier day left of a run goes on before this one, and is no reason. See ADR 15 and ADR 20.
 *
 * @returns whether it was skipped
 */
export async function skipOverlap(work: Work, deps: DeliveryDeps, occurrence: Occurrence): Promise<boolean> {
  if (!isOfRule(occurrence)) return false;
  const running = await runUnderWay(work, occurrence);
  if (!running) return false;
  const { em, now } = work;
  const { schedule } = occurrence;
  const sinceThen = { schedule: schedule.id, status: 'skipped' as const, reason: OVERLAP };
  const told = await em.count(Occurrence, { ...sinceThen, plannedAt: { $gt: running.occurrence.plannedAt } });
  Object.assign(occurrence, { status: 'skipped', reason: OVERLAP, finishedAt: now });
  if (told === 0) {
    const { left, capped, occurrence: started } = running;
    const run = { skipped: occurrence.plannedAt, running: started.plannedAt, left, isCapped: capped > 0 };
    await tellOverlap(work, deps, schedule, run);
  }
  return true;
}

/** What a person asked for beside the rule, or moved, is hers: it is not skipped, and nothing is skipped for it. */
const isOfRule = (occurrence: Occurrence) => !isPostponed(occurrence) && occurrence.reason !== RUN_NOW;

/** The latest run of the rule that has messages to send, and how many. */
async function runUnderWay(
  { em, now, timezone }: Work,
  { schedule }: Occurrence,
): Promise<{ occurrence: Occurrence; left: number; capped: number } | null> {
  const firing = await em.find(
    Occurrence,
    { schedule: schedule.id, status: 'firing' },
    { orderBy: { plannedAt: 'desc' } },
  );
  const today = now.toZonedDateTimeISO(timezone).startOfDay().toInstant();
  for (const occurrence of firing.filter(isOfRule)) {
    if (await waitsForNumber(em, occurrence, now)) continue;
    const ends = (occurrence.firedAt ?? now).add({ minutes: schedule.sendWithinMinutes });
    const unsettled = {
      ...{ occurrence: occurrence.id, status: { $in: [...UNSETTLED] } },
      // What waits for a person's word goes only if she gives it.
      $or: [{ reason: null }, { reason: { $ne: LATE } }, { status: { $ne: 'held' as const } }],
    };
    // One that gives up now is no reason: after a day without connection the run of that day would fall with it.
    const after = now.add({ milliseconds: ON_TIME_MS });
    // Nor is one that a person sends again on its own, long after its run: it was given more time.
    const own = await em.count(Delivery, { ...unsettled, cappedAt: null, giveUpAt: { $gt: after, $lte: ends } });
    // Today's cap is reached: another run could not go out today either, and would only make the queue longer.
    const capped = await em.count(Delivery, {
      ...{ ...unsettled, cappedAt: { $gte: today } },
      giveUpAt: { $gt: after, $lte: ends.add({ hours: 24 * PUT_OFF_DAYS }) },
    });
    const left = own + capped;
    if (left > 0 || occurrence.unmade) return { occurrence, left, capped };
  }
  return null;
}

/**
 * Whether a run waits for its number alone and none of it has left: then the later one takes its place, as after a downtime
 * of ours (miss-away.ts). The instance's row is locked, so that it does not come back in between.
 */
async function waitsForNumber(em: Work['em'], occurrence: Occurrence, now: Temporal.Instant): Promise<boolean> {
  const { evolutionConfig } = occurrence.schedule;
  const lock = { lockMode: LockMode.PESSIMISTIC_READ, refresh: true } as const;
  const config = await em.findOneOrFail(EvolutionConfig, evolutionConfig.id, lock);
  if (!isAway(config) || (await hasBegun(em, occurrence.id))) return false;
  const putOff = { nextAttemptAt: { $gt: now }, reason: { $in: [...PUT_OFF_REASONS] } };
  return (await em.count(Delivery, { occurrence: occurrence.id, ...putOff })) === 0;
}
