import type { EvolutionConfig } from '../db/entities/index.ts';
import { failingSince, noteStop } from '../scheduling/late/stops.ts';
import type { Work } from '../scheduling/work.ts';
import type { DeliveryDeps } from './deps.ts';
import { isHalfOpen, isPausedByItself } from './instance-state.ts';
import { tellPaused, tellResumed, tellWrongNumbers } from './pause-notices.ts';

/** So many failures of one kind, with no success in between and within this time, pause an instance. */
const TRIP_AFTER = 5;
const WINDOW_MINUTES = 10;
/** How long it rests, the first time and each time that the message which tries it out fails too; then always the last. */
const REST_MINUTES = [1, 2, 5, 10] as const;

/** Before the code, in the `pause_reason` of an instance that paused itself. */
export const FAILURES = 'failures:';

/**
 * Counts a failure that speaks of the gateway or the instance, and pauses the instance when they become too many. The
 * pause ends by itself: one message tries it out, and its success lets the others follow. A pause by a person is left
 * alone (`resumeAt` is null), and so are the last answers to what was on the way when the pause began.
 *
 * @param config locked
 */
export async function countFailure(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  code: string,
): Promise<void> {
  const { now } = work;
  if (config.pausedAt) {
    if (isHalfOpen(config, now)) rest(config, now, code, config.failuresInRow + 1);
    return;
  }
  const { failingCode, failingSince } = config;
  const goesOn = failingCode === code && failingSince && now.since(failingSince).total('minutes') <= WINDOW_MINUTES;
  const inRow = goesOn ? config.failuresInRow + 1 : 1;
  Object.assign(config, { failuresInRow: inRow, failingCode: code, failingSince: goesOn ? failingSince : now });
  if (inRow < TRIP_AFTER) return;
  rest(config, now, code, inRow);
  await tellPaused(work, deps, config);
}

const WRONG_NUMBER = 'not_on_whatsapp';
/** Between so many numbers in a row that are not on WhatsApp and the next message. */
const WRONG_NUMBERS_REST_MINUTES = 2;

/**
 * Counts a number that is not on WhatsApp. A list with wrong numbers must not stop a shop, but asking for many of them
 * in a row gets a number banned (evolution-api.md §8, 13): each five are followed by a rest, and the owners are told once.
 *
 * @param config locked
 */
export async function countWrongNumber(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
): Promise<void> {
  const { now } = work;
  const isOtherRow = config.failuresInRow > 0 && config.failingCode !== WRONG_NUMBER;
  if (config.pausedAt || isOtherRow) return;
  const inRow = config.failuresInRow + 1;
  const failingSince = config.failingSince ?? now;
  Object.assign(config, { failuresInRow: inRow, failingCode: WRONG_NUMBER, failingSince });
  if (inRow % TRIP_AFTER !== 0) return;
  config.nextSlotAt = now.add({ minutes: WRONG_NUMBERS_REST_MINUTES });
  if (inRow === TRIP_AFTER) await tellWrongNumbers(work, deps, config);
}

function rest(config: EvolutionConfig, now: Temporal.Instant, code: string, inRow: number): void {
  const minutes = REST_MINUTES[Math.min(inRow - TRIP_AFTER, REST_MINUTES.length - 1)]!;
  Object.assign(config, {
    ...{ failuresInRow: inRow, failingCode: code, pausedAt: config.pausedAt ?? now, pauseReason: `${FAILURES}${code}` },
    resumeAt: now.add({ minutes }),
  });
}

/**
 * Notes that a message left: the count starts anew, and a pause that was being tried out is over.
 *
 * @param config locked
 */
export async function noteSuccess(work: Work, deps: Pick<DeliveryDeps, 'say'>, config: EvolutionConfig): Promise<void> {
  if (config.failuresInRow === 0) return;
  if (isPausedByItself(config)) {
    noteStop(work, config, 'failures', failingSince(config));
    config.reviewAt = work.now;
    await tellResumed(work, deps, config);
  }
  forgetFailures(config);
}

/** A pause by a person stays. */
export function forgetFailures(config: EvolutionConfig): void {
  Object.assign(config, { failuresInRow: 0, failingCode: null, failingSince: null });
  if (config.resumeAt) Object.assign(config, { pausedAt: null, pauseReason: null, resumeAt: null });
}
