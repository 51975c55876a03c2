import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Agenda, JobNotification } from 'agenda';
import type { Logger } from '../logger.ts';
import { forgottenAlarms, stopAgenda, tame } from './agenda-workarounds.ts';
import { ALARM_NAME, ALARM_TIMING, type AlarmTiming, startAgenda } from './alarm-job.ts';
import { createAlarmSetter } from './alarm-setter.ts';
import { embeddedStore } from './embedded-store.ts';
import type { JobStore } from './job-store.ts';
import { mongoStore } from './mongo-store.ts';
import { shared } from './single-flight.ts';
import { within } from './within.ts';

const FIRST_RETRY_MS = 250;
/** How long the store may take to answer before it counts as away. */
const ANSWER_TIMEOUT_MS = 8_000;
/** How long closing the connection may take. */
const CLOSE_TIMEOUT_MS = 2_000;

export interface AlarmsOptions {
  /** `path`: of the SQLite file. `dbName`: otherwise the one in the URL. */
  store: { kind: 'embedded'; path: string } | { kind: 'mongodb'; url: string; dbName?: string };
  /** `api` sets alarms and leaves the ringing to the others. */
  role: 'all' | 'api' | 'worker';
  /** Whatever is due by now goes out. Called once or more for an instant, in any of the processes; may be a little early by `now`. */
  fire(at: Temporal.Instant): Promise<void>;
  /**
   * An alarm for about this instant was set, by any of the processes; called where the store tells of it at once. Agenda
   * rings it too, but has to lock it first: a timer of our own is there sooner.
   */
  expect?(at: Temporal.Instant): void;
  logger: Logger;
  now(): Temporal.Instant;
  timing?: Partial<AlarmTiming>;
}

export type AlarmClockState = 'ok' | 'connecting' | 'down';

/** Wakes the firing loop at the instants at which something is due. A convenience: what is due is known by the database alone. */
export interface AlarmClock {
  /** Returns at once. Connects in the background, for as long as it takes. */
  start(): void;
  /**
   * Ring at this instant, in whichever process is first. Never throws and is not to be waited for. An instant further ahead than
   * `ALARM_HORIZON_MS` and one given while the store is away are left to `missing`.
   */
  at(instant: Temporal.Instant): void;
  /**
   * Sets those alarms that the store does not have; instants that have passed or are far ahead are left out. Does nothing while the clock
   * knows that the store is away.
   *
   * @throws when the store goes away just then
   */
  missing(instants: readonly Temporal.Instant[]): Promise<void>;
  /** `connecting` until the first attempt has ended. */
  state(): AlarmClockState;
  /** Lets running alarms end, for `timeoutMs` at most, gives the others back and closes the store. Never throws. */
  stop(options: { timeoutMs: number }): Promise<void>;
  /** For a page that shows the jobs; null while the store is away. A new one after each time. */
  agenda(): Agenda | null;
}

/**
 * The alarm clock on Agenda, with its jobs in SQLite or MongoDB.
 *
 * @throws for a malformed MongoDB URL; a store that is away shows in `state()` only
 */
export function createAlarmClock(options: AlarmsOptions): AlarmClock {
  const { logger, now, fire } = options;
  const rings = options.role !== 'api';
  const timing = { ...ALARM_TIMING, ...options.timing };
  const name = `${hostname()}-${process.pid}-${randomUUID()}`;

  /** Null between a failure and the next attempt, which begins with a new one: a MongoDB driver that lost its server may never find it again. */
  let store: JobStore | null = createStore();
  let agenda: Agenda | null = null;
  let state: AlarmClockState = 'connecting';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  let hadForgotten = false;

  function createStore(): JobStore {
    const { store: where } = options;
    const created =
      where.kind === 'embedded' ? embeddedStore(where.path) : mongoStore({ ...where, alarmName: ALARM_NAME, logger });
    if (rings) created.channel?.subscribe(hear);
    return tame(created, suspect);
  }

  /** Alarms are set by the machine's clock, which may differ from ours by what ours is corrected. */
  async function hear({ jobName, nextRunAt }: JobNotification): Promise<void> {
    if (jobName !== ALARM_NAME || !nextRunAt || stopped) return;
    const correctionMs = now().epochMilliseconds - Date.now();
    options.expect?.(Temporal.Instant.fromEpochMilliseconds(nextRunAt.getTime() + correctionMs));
  }

  function becomes(next: AlarmClockState, error?: unknown): void {
    if (state === next || stopped) return;
    state = next;
    if (next === 'ok') logger.info({ store: options.store.kind }, 'the alarm clock runs');
    else logger.warn({ err: error, store: options.store.kind }, 'the job store is away: sends go on without alarms');
  }

  /** Connects, notices when the store goes and comes back, and mends it when it comes back empty. */
  const check = shared(async () => {
    if (stopped) return;
    clearTimeout(timer);
    let nextMs = timing.checkEveryMs;
    try {
      if (!(await within(ANSWER_TIMEOUT_MS, keepRunning()))) throw new Error('the job store does not answer');
      retryMs = FIRST_RETRY_MS;
      becomes('ok');
    } catch (error) {
      becomes('down', error);
      await drop();
      nextMs = retryMs;
      retryMs = Math.min(retryMs * 2, timing.checkEveryMs);
    }
    setter.forgetPast();
    if (!stopped) timer = setTimeout(check, nextMs);
  });

  async function keepRunning(): Promise<void> {
    store ??= createStore();
    const opened = store;
    await opened.open();
    if (agenda && rings) await restartIfForgetful(agenda);
    if (agenda || stopped || store !== opened) return;
    agenda = await startAgenda({ store: opened, name, rings, timing, fire, logger, onTrouble: suspect });
  }

  async function restartIfForgetful(running: Agenda): Promise<void> {
    const hasForgotten = (await forgottenAlarms(running)) > 0;
    // Twice in a row, for an alarm that is just about to start is neither queued nor running.
    if (hasForgotten && hadForgotten) {
      logger.warn({}, 'Agenda has lost count of its locks, starting it anew');
      await running.stop(false);
      agenda = null;
    }
    hadForgotten = hasForgotten && agenda !== null;
  }

  /** Lets go of a store that failed. What is still running on it comes to nothing. */
  async function drop(): Promise<void> {
    const [failedAgenda, failedStore] = [agenda, store];
    agenda = null;
    store = null;
    const letGo = (work: Promise<unknown> | undefined) =>
      within(CLOSE_TIMEOUT_MS, work ?? Promise.resolve()).catch(error =>
        logger.debug({ err: error }, 'could not close the job store'),
      );
    await letGo(failedAgenda?.stop(false));
    await letGo(failedStore?.close());
  }

  /** A failure says that something is wrong; asking the store says what. */
  function suspect(error: unknown): void {
    logger.debug({ err: error }, 'the job store or a job failed');
    if (state === 'ok') void check();
  }

  const setter = createAlarmSetter(now, () => agenda, suspect);

  return {
    start: () => void check(),
    at: setter.at,
    missing: setter.missing,
    state: () => state,
    agenda: () => agenda,

    async stop({ timeoutMs }) {
      stopped = true;
      clearTimeout(timer);
      try {
        await within(CLOSE_TIMEOUT_MS, check());
        if (agenda) await within(timeoutMs + CLOSE_TIMEOUT_MS, stopAgenda(agenda, timeoutMs));
      } catch (error) {
        logger.warn(
          { err: error },
          'could not give the alarms of this process back: they ring when their locks run out',
        );
      }
      await drop();
    },
  };
}
