/** The one job that Agenda runs for us: `fire`, unique on the instant in its data, gone when it has rung. */
import { Agenda, type JobWithState } from 'agenda';
import type { Logger } from '../logger.ts';
import type { JobStore } from './job-store.ts';
import { within } from './within.ts';

export const ALARM_NAME = 'fire';

/** All that an alarm carries: the instant, ISO 8601 in UTC. */
interface AlarmData {
  at: string;
}

/** All in milliseconds. */
export interface AlarmTiming {
  /** How often the store is asked for what is due soon. */
  processEveryMs: number;
  /** After this long an alarm that a dead worker had locked rings elsewhere. */
  lockLifetimeMs: number;
  /** While the store answers, how often it is asked whether it is still there and whole. */
  checkEveryMs: number;
}

export const ALARM_TIMING: AlarmTiming = { processEveryMs: 1_000, lockLifetimeMs: 30_000, checkEveryMs: 5_000 };

/** Alarms that this process holds at once. Few, for those of a process that dies are late. */
const LOCK_LIMIT = 5;
const OVERDUE_MS = 60_000;

export interface AlarmJobOptions {
  store: JobStore;
  /** Marks the locks of this process; different in every process. */
  name: string;
  /** False: only sets alarms, for others to ring. */
  rings: boolean;
  timing: AlarmTiming;
  fire(at: Temporal.Instant): Promise<void>;
  logger: Logger;
  /** Something in Agenda failed; most likely the store is away. */
  onTrouble(error: unknown): void;
}

/**
 * An Agenda on a store that is open and tame, ringing if it shall.
 *
 * @throws when the notification channel cannot be subscribed to
 */
export async function startAgenda(options: AlarmJobOptions): Promise<Agenda> {
  const { store, timing, onTrouble } = options;
  const agenda = new Agenda({
    // Connected already: a failure of Agenda's own connecting would be an unhandled rejection.
    backend: { ...plain(store), connect: async () => {} },
    ...(options.rings && store.channel && { notificationChannel: store.channel }),
    name: options.name,
    processEvery: timing.processEveryMs,
    defaultLockLifetime: timing.lockLifetimeMs,
    lockLimit: LOCK_LIMIT,
    defaultConcurrency: LOCK_LIMIT, // what is locked rings at once and waits for no other
    removeOnComplete: true,
  });
  agenda.on('error', onTrouble);
  if (options.rings) {
    agenda.define<AlarmData>(ALARM_NAME, job => ring(job.attrs.data, options));
    await agenda.start();
  }
  return agenda;
}

const plain = ({ backend }: JobStore) => ({
  name: backend.name,
  repository: backend.repository,
  disconnect: async () => {},
});

/**
 * Never fails and always ends within the lock's lifetime: a failed alarm would stay in the store for ever, one that outlives its lock would
 * ring twice. What was not fired is fired by the reconciler.
 */
async function ring(data: AlarmData, { fire, timing, logger }: AlarmJobOptions): Promise<void> {
  try {
    const hasEnded = await within(timing.lockLifetimeMs / 2, fire(Temporal.Instant.from(data.at)));
    if (!hasEnded) logger.warn({ at: data.at }, 'an alarm goes on firing after its job has ended');
  } catch (error) {
    logger.error({ err: error, at: data.at }, 'an alarm rang and firing failed');
  }
}

/**
 * Sets the alarm for an instant, unless there is one. Other processes may set the same at the same time.
 *
 * @param ringsAt when to ring by the machine's clock, which may differ from the instant by the clock's correction
 * @throws when the store is away
 */
export async function setAlarm(agenda: Agenda, at: Temporal.Instant, ringsAt: Date): Promise<void> {
  const data: AlarmData = { at: at.toString() };
  await agenda.create(ALARM_NAME, data).unique({ 'data.at': data.at }, { insertOnly: true }).schedule(ringsAt).save();
}

/**
 * The instants that have an alarm, as epoch milliseconds. Removes on the way those that are good for nothing: what has rung and could not be
 * removed then, and what has been overdue for long. Whoever asks fires all that is due anyway, and a backlog would keep new alarms waiting.
 *
 * @throws when the store is away
 */
export async function storedAlarms(agenda: Agenda): Promise<Set<number>> {
  const { jobs } = await agenda.queryJobs({ name: ALARM_NAME });
  const overdueSince = Date.now() - OVERDUE_MS;
  const isUseless = (job: JobWithState) => !job.lockedAt && (!job.nextRunAt || job.nextRunAt.getTime() < overdueSince);
  const useless = jobs.filter(isUseless).map(job => job._id);
  if (useless.length > 0) await agenda.cancel({ ids: useless });
  const live = jobs.filter(job => !isUseless(job));
  return new Set(live.map(job => Date.parse((job.data as Partial<AlarmData> | null)?.at ?? '')));
}
