import { PACE } from './pace.ts';

/*
 * Loaded into the server before it starts (`node --import`): its clock begins at the instant in TEST_STARTS_AT and runs
 * on from there, slowly. Nothing of the product knows about it.
 */

const startsAt = process.env.TEST_STARTS_AT;
if (!startsAt) throw new Error('TEST_STARTS_AT is missing');
const startsAtMs = Temporal.Instant.from(startsAt).epochMilliseconds;
const machineNow = Date.now.bind(Date);
const begunAtMs = machineNow();

class SlowDate extends Date {
  constructor(...parts: [] | [string | number]) {
    super(...((parts.length > 0 ? parts : [SlowDate.now()]) as [number]));
  }
  static override now(): number {
    return startsAtMs + Math.floor((machineNow() - begunAtMs) * PACE);
  }
}
globalThis.Date = SlowDate as DateConstructor;
