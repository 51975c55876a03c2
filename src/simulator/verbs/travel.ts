import type { Simulator } from '../simulator.ts';
import { SimulatorRefusal } from './refusal.ts';

/** A stop at least this far on, so that a journey ends even where something stays due. */
const SHORTEST_HOP_MS = 1_000;
const MORNING_HOUR = 9;

const travelling = new WeakSet<Simulator>();
export const isTravelling = (simulator: Simulator): boolean => travelling.has(simulator);

/**
 * Moves time forward to `end`, stopping wherever something is due and letting it out first.
 *
 * @throws SimulatorRefusal without a time machine, or while another journey lasts
 */
export async function travelTo(simulator: Simulator, end: Temporal.Instant): Promise<void> {
  const { timeMachine, clock, live, settings } = simulator;
  if (!timeMachine) throw new SimulatorRefusal('no_time_machine');
  if (isTravelling(simulator)) throw new SimulatorRefusal('already_travelling');
  travelling.add(simulator);
  try {
    while (Temporal.Instant.compare(clock.now(), end) < 0 && !simulator.stopping.aborted) {
      const due = await timeMachine.nextDue();
      const hop = hopMs(clock.now(), end, due);
      settings.set('travelled_ms', (settings.get('travelled_ms') ?? 0) + hop);
      timeMachine.shiftBy(hop);
      await timeMachine.settle();
      live.state();
    }
  } finally {
    travelling.delete(simulator);
    live.state();
  }
}

/** Whole milliseconds to the next stop. */
function hopMs(now: Temporal.Instant, end: Temporal.Instant, due: Temporal.Instant | null): number {
  const toEnd = end.epochMilliseconds - now.epochMilliseconds;
  if (due === null) return toEnd;
  const toDue = Math.max(due.epochMilliseconds - now.epochMilliseconds, SHORTEST_HOP_MS);
  return Math.min(toDue, toEnd);
}

/** The next nine in the morning after today, in the zone of the shop. */
export function tomorrowMorning({ clock, identity }: Simulator): Temporal.Instant {
  const today = clock.now().toZonedDateTimeISO(identity.timezone);
  return today.add({ days: 1 }).startOfDay().with({ hour: MORNING_HOUR }).toInstant();
}
