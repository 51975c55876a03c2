/**
 * What the page needs to move time: handed in by whoever owns the clock and the alarms, since the simulator knows neither.
 */
export interface TimeMachine {
  /** The next instant at which something will go out, or null: the journey stops there, so that nothing leaves late. */
  nextDue(): Promise<Temporal.Instant | null>;
  /** Moves the clock forward by whole milliseconds. */
  shiftBy(shiftMs: number): void;
  /** Sends what is due by now; resolves when it is out. */
  settle(): Promise<void>;
}
