import { SendError, type SendOutcome } from '../errors.ts';
import { createBursts } from './bursts.ts';
import type { Claimed } from './claim.ts';
import type { DeliveryDeps } from './deps.ts';
import type { Finished } from './recorder.ts';
import { type Taken, takeNext } from './take-next.ts';
import { waitPrecisely } from './wait-precisely.ts';

/** How long a lane that has nothing to do waits before it looks by itself. */
const POLL_MS = 1_000;
/** How long sends that ended wait for others, so that one commit (a disk's flush) serves many. */
const GATHER_MS = 20;
/** Sends that ended, in one transaction. */
const MAX_FINISHED = 500;
/** Waits between tries while the database is away. */
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;

/** Sends one instance's messages until none is left, as many at once as the instance allows. */
export interface Lane {
  /** Resolves when nothing is left to do; never rejects. */
  ended: Promise<void>;
  /** There may be more to send; at an instant that is near, where one is given. */
  nudge(at?: Temporal.Instant): void;
}

/**
 * One cycle of a lane is one transaction: it writes what became of the sends that ended meanwhile and claims the next
 * ones. What the gateway said is kept, and tried to be written, for as long as the database is away.
 *
 * @param stopping begin no new send; what is on the way is still waited for and written
 * @param at as in `nudge`
 */
export function startLane(deps: DeliveryDeps, configId: number, stopping: AbortSignal, at?: Temporal.Instant): Lane {
  const onTheWay = new Set<number>();
  const bursts = createBursts<Claimed>(delivery => void sendOne(deps, configId, delivery).then(end));
  const finished: Finished[] = [];
  let isNudged = false;
  /** When the next claim's messages leave, where that is ahead. */
  let leavesAt = at;
  /** So many that ended are worth a commit at once. */
  let worthACommit = 1;
  let wake = () => {};
  let gathering: NodeJS.Timeout | undefined;

  async function begin(deliveries: readonly Claimed[], at: Temporal.Instant): Promise<void> {
    for (const delivery of deliveries) onTheWay.add(delivery.id);
    await waitPrecisely(deps.work.clock.now().until(at).total('milliseconds'));
    bursts.add(deliveries);
  }

  function end(result: Finished): void {
    finished.push(result);
    onTheWay.delete(result.id);
    bursts.next();
    if (finished.length >= worthACommit || onTheWay.size === 0) wake();
    else gather();
  }

  function gather(): void {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      wake();
    }, GATHER_MS);
  }

  /** Until there is something to write, or a nudge, or `ms` are over. */
  async function rest(ms: number): Promise<void> {
    if (isNudged || finished.length >= worthACommit || (finished.length > 0 && onTheWay.size === 0)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    if (finished.length > 0) gather();
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
    clearTimeout(gathering);
    gathering = undefined;
    wake = () => {};
  }

  async function run(): Promise<void> {
    let retryMs = 0; // after a failure
    for (;;) {
      isNudged = false;
      const batch = finished.slice(0, MAX_FINISHED);
      const at = leavesAt;
      leavesAt = undefined;
      let taken: Taken;
      try {
        taken = await takeNext(deps, configId, {
          finished: batch,
          claims: !stopping.aborted,
          at,
          ...(retryMs > 0 ? { onTheWay: [...onTheWay, ...finished.map(entry => entry.id)] } : {}),
        });
      } catch (error) {
        const deliveries = batch.map(entry => entry.id);
        deps.logger.error({ err: error, configId, deliveries }, 'a lane could not write or claim; it tries again');
        if (stopping.aborted && onTheWay.size === 0 && finished.length === 0) return;
        retryMs = Math.min(Math.max(FIRST_RETRY_MS, retryMs * 2), MAX_RETRY_MS);
        await pause(retryMs);
        continue;
      }
      retryMs = 0;
      finished.splice(0, batch.length);
      if (taken.kind === 'send') {
        worthACommit = Math.max(1, Math.ceil(taken.concurrency / 2));
        void begin(taken.deliveries, taken.at);
      }
      const isIdle = onTheWay.size === 0 && finished.length === 0;
      if (isIdle && !isNudged && (taken.kind === 'nothing' || stopping.aborted)) return;
      await rest(taken.kind === 'wait' ? untilThen(deps, taken.until) : POLL_MS);
    }
  }

  const nudge = (at?: Temporal.Instant) => {
    isNudged = true;
    leavesAt = at ?? leavesAt;
    wake();
  };
  const stop = () => nudge();
  stopping.addEventListener('abort', stop);
  const ended = run().finally(() => stopping.removeEventListener('abort', stop));
  return { ended, nudge };
}

function untilThen(deps: DeliveryDeps, until: Temporal.Instant): number {
  const ms = until.epochMilliseconds - deps.work.clock.now().epochMilliseconds;
  return Math.max(0, Math.min(ms, POLL_MS));
}

/** Keeps no process alive: a stop does not wait for a database that is away. */
const pause = (ms: number) => new Promise<void>(resolve => void setTimeout(resolve, ms).unref());

/** One message: POST once, and say what is known. Never throws. */
async function sendOne(deps: DeliveryDeps, configId: number, delivery: Claimed): Promise<Finished> {
  const { id, jid, text, mentionAll } = delivery;
  let outcome: SendOutcome = 'not_sent'; // until the channel has the message
  try {
    const channel = await deps.channelFor(configId);
    outcome = 'unknown';
    return { id, sent: await channel.sendText({ to: jid, text, mentionAll }) };
  } catch (error) {
    const failure =
      error instanceof SendError
        ? error
        : new SendError('internal', { retryable: outcome === 'not_sent', outcome, cause: error });
    deps.logger.warn({ err: failure, delivery: id, outcome: failure.outcome }, 'a message was not sent');
    return { id, failure };
  }
}
