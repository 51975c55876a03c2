import type { Logger } from '../logger.ts';
import type { AlarmClock } from './alarm-clock.ts';
import { rerunnable, shared } from './single-flight.ts';
import { createWakeTimer } from './wake-timer.ts';
import { within } from './within.ts';

/** How long a tick waits for the job store before it goes on without it. */
const STORE_TIMEOUT_MS = 5_000;

export interface ReconcilerOptions {
  /** Milliseconds between two ticks. A send is at most this late when everything else has failed. */
  everyMs: number;
  /** Distinct planned instants of the next hours, from SQL, in any order. Those that have passed do no harm. */
  dueInstants(): Promise<Temporal.Instant[]>;
  /** Sends out whatever is due by now, and makes ready what is due within `leadMs`. */
  fireDue(): Promise<void>;
  leadMs: number;
  /** Sends what was made ready for this instant, which is `aheadMs` ahead or has come; never rejects. */
  sendDue(at: Temporal.Instant): Promise<void>;
  aheadMs: number;
  alarms: Pick<AlarmClock, 'missing'>;
  /** Where other processes share the database: how often to look for what they made due within moments. */
  looks?: {
    everyMs: number;
    /** Instants that have passed, with something due still, too. */
    dueWithin(ms: number): Promise<Temporal.Instant[]>;
  };
  logger: Logger;
  now(): Temporal.Instant;
}

/** Makes sure that what is due goes out, with or without a job store. Nothing here throws or rejects. */
export interface Reconciler {
  start(): void;
  /** Fires what is due and, independently, adds the alarms that are missing. Ticks do not overlap. */
  tick(): Promise<void>;
  /** Something changed that is due soon: fire now or, with an instant ahead of us, at that instant. Calls in quick succession are one. */
  nudge(at?: Temporal.Instant): void;
  /** No more ticks; resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/**
 * The safety net under the alarm clock (every `everyMs`), and a timer of this process for the instants before the next tick:
 * so a send is on time even while there is no job store.
 */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { everyMs, dueInstants, fireDue, leadMs, sendDue, aheadMs, alarms, looks, logger, now } = options;
  const timers: NodeJS.Timeout[] = [];
  let isStoreBusy = false;
  let stopped = false;

  const fire = rerunnable(async () => {
    if (stopped) return;
    try {
      await fireDue();
    } catch (error) {
      logger.error({ err: error }, 'firing what is due failed, the next tick tries again');
    }
  });
  const makeReady = createWakeTimer(now, () => void fire());
  const claim = createWakeTimer(now, at => void sendDue(at.add({ milliseconds: aheadMs })));
  // Once more at the instant: a big run may still have been made ready when the others were claimed.
  const wakeUp = createWakeTimer(now, at => void sendDue(at).then(fire));

  function expect(instants: readonly Temporal.Instant[]): void {
    const ahead = instants.filter(({ epochMilliseconds: at }) => at > now().epochMilliseconds);
    makeReady.add(ahead.map(instant => instant.subtract({ milliseconds: leadMs })));
    claim.add(ahead.map(instant => instant.subtract({ milliseconds: aheadMs })));
    wakeUp.add(instants);
  }

  const plan = shared(async () => {
    if (stopped) return;
    try {
      const instants = await dueInstants();
      if (stopped) return;
      expect(soon(instants));
      await addMissing(instants);
    } catch (error) {
      logger.error({ err: error }, 'could not read what is due next, the next tick tries again');
    }
  });

  /** The job store tells of alarms that others set, and where it cannot this does; a look that fails is one that is missed. */
  const look = shared(async () => {
    if (stopped || !looks) return;
    try {
      const instants = await looks.dueWithin(2 * looks.everyMs + leadMs);
      if (!stopped && instants.length > 0) expect(instants);
    } catch (error) {
      logger.debug({ err: error }, 'could not look for what is due in a moment');
    }
  });

  /** Twice the interval, so that a late tick leaves no gap. What has passed is fired by the tick itself. */
  function soon(instants: readonly Temporal.Instant[]): Temporal.Instant[] {
    const nowMs = now().epochMilliseconds;
    return instants.filter(({ epochMilliseconds: at }) => at > nowMs && at <= nowMs + 2 * everyMs);
  }

  async function addMissing(instants: Temporal.Instant[]): Promise<void> {
    if (isStoreBusy) return; // a store that hangs is asked no second question
    isStoreBusy = true;
    const adding = alarms
      .missing(instants)
      .catch(error => logger.debug({ err: error }, 'the job store is away: no alarms were added'))
      .finally(() => {
        isStoreBusy = false;
      });
    if (!(await within(STORE_TIMEOUT_MS, adding)))
      logger.warn({}, 'the job store does not answer, going on without it');
  }

  const tick = async () => {
    await Promise.all([fire(), plan()]);
  };

  return {
    start() {
      void tick();
      timers.push(setInterval(tick, everyMs));
      if (looks) timers.push(setInterval(look, looks.everyMs));
    },
    tick,
    nudge(at) {
      if (!stopped) expect([at ?? now()]);
    },
    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      makeReady.clear();
      claim.clear();
      wakeUp.clear();
      await Promise.all([fire(), plan(), look()]);
    },
  };
}
