import type { Agenda } from 'agenda';
import { setAlarm, storedAlarms } from './alarm-job.ts';
import { rerunnable } from './single-flight.ts';

/** Alarms are set this far ahead and no further: what comes later is added by the reconciler when its time comes near. */
export const ALARM_HORIZON_MS = 6 * 60 * 60 * 1_000;

/** From now on an alarm may be ringing already, so that having set it once is no reason not to set it again. */
const IMMINENT_MS = 2_000;

/** Sets alarms in a store that may be away, and remembers which it has set. */
export interface AlarmSetter {
  /** See `AlarmClock.at`. */
  at(instant: Temporal.Instant): void;
  /** See `AlarmClock.missing`. */
  missing(instants: readonly Temporal.Instant[]): Promise<void>;
  /** Forgets alarms whose time has come, so that the memory does not grow. */
  forgetPast(): void;
}

/**
 * @param agenda null while the store is not connected: then nothing is set
 * @param onTrouble called with what `at` cannot throw
 */
export function createAlarmSetter(
  now: () => Temporal.Instant,
  agenda: () => Agenda | null,
  onTrouble: (error: unknown) => void,
): AlarmSetter {
  /** Instants that are in the store as far as we know, and those on their way there. Epoch milliseconds. */
  let known = new Set<number>();
  const waiting = new Set<number>();
  const nowMs = () => now().epochMilliseconds;

  async function set(to: Agenda, epochMs: number): Promise<void> {
    const correctionMs = nowMs() - Date.now(); // Agenda goes by the machine's clock
    await setAlarm(to, Temporal.Instant.fromEpochMilliseconds(epochMs), new Date(epochMs - correctionMs));
    known.add(epochMs);
  }

  /** One after another: five thousand at once would only wait for each other in the driver. */
  const setWaiting = rerunnable(async () => {
    try {
      for (const epochMs of waiting) {
        const current = agenda();
        if (!current) break;
        await set(current, epochMs);
        waiting.delete(epochMs);
      }
    } catch (error) {
      onTrouble(error);
    }
    waiting.clear(); // what could not be set is the reconciler's
  });

  return {
    at(instant) {
      const { epochMilliseconds } = instant;
      const aheadMs = epochMilliseconds - nowMs();
      if (!agenda() || aheadMs > ALARM_HORIZON_MS || waiting.has(epochMilliseconds)) return;
      if (known.has(epochMilliseconds) && aheadMs > IMMINENT_MS) return;
      waiting.add(epochMilliseconds);
      void setWaiting();
    },

    async missing(instants) {
      const current = agenda();
      if (!current) return;
      known = await storedAlarms(current);
      const from = nowMs();
      for (const { epochMilliseconds } of instants) {
        const isAhead = epochMilliseconds > from && epochMilliseconds <= from + ALARM_HORIZON_MS;
        if (isAhead && !known.has(epochMilliseconds)) await set(current, epochMilliseconds);
      }
    },

    forgetPast() {
      const from = nowMs();
      for (const epochMs of known) if (epochMs <= from) known.delete(epochMs);
    },
  };
}
