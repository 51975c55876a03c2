import type { EvolutionConfig } from '../db/entities/index.ts';
import { latest } from '../schedule/instants.ts';
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
  /**
   * What the endless schedules of the instance, this one aside, send in the week that begins with the run; 0 where all that
   * its day and the next one have to send fits into the cap.
   */
  othersInWeek: number;
}

/**
 * Foresees how an instance sends a run, behind what it has queued. Where the day of the run, or the next, may have more
 * than the daily cap lets out, what the other schedules send in the days around is played as well; else it changes
 * nothing for long.
 */
export async function foresee(work: Work, instance: EvolutionConfig, run: ForeseenRun): Promise<Foreseen> {
  const { em, now, timezone } = work;
  const { messages, sendWithinMinutes, hours, scheduleId: except = null } = run;
  const { dailyCap } = paceOf(instance);
  const start = latest(run.start, now);
  const load: Load = {
    ...{ messages, at: start, giveUpAt: start.add({ minutes: sendWithinMinutes }), cappedAt: null, byHand: !hours },
    goesOn: from => (hours ? runGoesOn(hours, from) : messageGoesOn(start, from, timezone)),
  };
  const day = start.toZonedDateTimeISO(timezone).startOfDay();
  const queued = await queuedLoads(em, instance, timezone);
  const fits = dailyCap === null || (await mostOfDay(work, instance, { day, queued, except })) + messages <= dailyCap;
  const from = fits ? now : latest(now, day.subtract({ days: LOOKED_BACK_DAYS }).toInstant());
  const until = day.add({ days: LOOKED_AHEAD_DAYS }).toInstant();
  const planned = fits ? [] : await plannedLoads(em, instance, { from, until, except });
  // What is queued now has left by the time a later run begins.
  const others = from.equals(now) ? [...queued, ...planned] : planned;
  const { days, through, isCapped, givenUpAt } = forecast(instance, load, others, { now: from, timezone });
  const isLong = through.epochMilliseconds - start.epochMilliseconds >= WORTH_SAYING_MS;
  const othersInWeek = inWeek(planned, start);
  return { days, isCapped, dailyCap, givenUpAt, othersInWeek, throughAt: isLong ? through : null };
}

/**
 * What an instance has to send on a day, or on the one after it where that is more: of today a part has gone.
 *
 * @param day midnight
 */
async function mostOfDay(
  { em, now }: Work,
  instance: EvolutionConfig,
  { day, queued, except }: { day: Temporal.ZonedDateTime; queued: readonly Load[]; except: number | null },
): Promise<number> {
  const next = day.add({ days: 1 }).toInstant();
  const until = day.add({ days: 2 }).toInstant();
  const planned = await plannedLoads(em, instance, { from: latest(now, day.toInstant()), until, except });
  const [first, second] = partition([...queued, ...planned], ({ at }) => Temporal.Instant.compare(at, next) < 0);
  const sent = instance.sentOn === day.toPlainDate().toString() ? instance.sentToday : 0;
  return Math.max(sent + sum(first), sum(second));
}

const sum = (loads: readonly Load[]) => loads.reduce((total, { messages }) => total + messages, 0);

function partition(loads: readonly Load[], test: (load: Load) => boolean): [Load[], Load[]] {
  return [loads.filter(test), loads.filter(load => !test(load))];
}

function inWeek(planned: readonly PlannedLoad[], start: Temporal.Instant): number {
  const end = start.add({ hours: 7 * 24 });
  const isWithin = (at: Temporal.Instant) =>
    Temporal.Instant.compare(at, start) >= 0 && Temporal.Instant.compare(at, end) < 0;
  return sum(planned.filter(({ at, isEndless }) => isEndless && isWithin(at)));
}
