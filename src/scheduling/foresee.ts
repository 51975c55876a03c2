import type { EvolutionConfig } from '../db/entities/index.ts';
import { earliest, latest } from '../schedule/instants.ts';
import { CAP_WAIT_DAYS, type CapHours, messageGoesOn, runGoesOn } from './cap-wait.ts';
import { type PlannedLoad, plannedLoads, queuedLoads } from './coming-loads.ts';
import { type DayShare, forecast, type Load } from './forecast.ts';
import { paceOf } from './paces.ts';
import type { Work } from './work.ts';

/** Shorter runs are not worth a sentence. */
const WORTH_SAYING_MS = 60_000;
/** What waits on the day of a run has been put off the day before, or the day before that. */
const LOOKED_BACK_DAYS = 2;
/** Past it nothing waits for the cap any more. */
const LOOKED_AHEAD_DAYS = CAP_WAIT_DAYS + 2;

/** A run that is to begin at `start`. */
export interface ForeseenRun {
  messages: number;
  start: Temporal.Instant;
  sendWithinMinutes: number;
  /** Of its schedule: when it goes on after the daily cap; null for a message without one. */
  hours: CapHours | null;
  /** The schedule that it is of, where that is stored already: what that one has planned is not ahead of it. */
  scheduleId?: number | null;
}

/** How a run will go out, as far as it is known. */
export interface Foreseen {
  /** How many leave on which day, and from when on. */
  days: DayShare[];
  /** Whether the daily cap puts off a part of it. */
  isCapped: boolean;
  /** The most messages of a day; null: no cap. */
  dailyCap: number | null;
  /** When the last message will have left; null when that is within a minute. */
  throughAt: Temporal.Instant | null;
  /** When its time is up, if something of it will not have left by then. */
  givenUpAt: Temporal.Instant | null;
  /** What the endless schedules of the instance, this one aside, send in the week that begins with the run. */
  othersInWeek: number;
}

/**
 * Foresees how an instance sends a run, behind what it has queued and what its other schedules send. Without a cap only
 * the queue is looked at: then nothing that is planned later matters for long.
 */
export async function foresee(
  { em, now, timezone }: Work,
  instance: EvolutionConfig,
  { messages, start: wanted, sendWithinMinutes, hours, scheduleId = null }: ForeseenRun,
): Promise<Foreseen> {
  const { dailyCap } = paceOf(instance);
  const start = latest(wanted, now);
  const load: Load = {
    ...{ messages, at: start, giveUpAt: start.add({ minutes: sendWithinMinutes }), cappedAt: null, byHand: !hours },
    goesOn: from => (hours ? runGoesOn(hours, from) : messageGoesOn(start, from, timezone)),
  };
  const day = start.toZonedDateTimeISO(timezone).startOfDay();
  const from = latest(now, day.subtract({ days: LOOKED_BACK_DAYS }).toInstant());
  const until = day.add({ days: LOOKED_AHEAD_DAYS }).toInstant();
  const planned = dailyCap === null ? [] : await plannedLoads(em, instance, { from, until, except: scheduleId });
  // What is queued now has left by the time a later run begins.
  const queued = from.equals(now) || dailyCap === null ? await queuedLoads(em, instance, timezone) : [];
  const begin = dailyCap === null ? now : from;
  const { days, through, isCapped, givenUpAt } = forecast(instance, load, [...queued, ...planned], {
    ...{ now: begin, timezone },
  });
  const isLong = through.epochMilliseconds - start.epochMilliseconds >= WORTH_SAYING_MS;
  const othersInWeek = inWeek(planned, start);
  return { days, isCapped, dailyCap, givenUpAt, othersInWeek, throughAt: isLong ? through : null };
}

function inWeek(planned: readonly PlannedLoad[], start: Temporal.Instant): number {
  const end = start.add({ hours: 7 * 24 });
  return planned
    .filter(({ at, isEndless }) => isEndless && earliest(at, end).equals(at) && latest(at, start).equals(at))
    .reduce((sum, { messages }) => sum + messages, 0);
}
