import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { SendError, type SendOutcome } from '../errors.ts';
import type { DeliveryDeps } from './deps.ts';
import { expireLeases, RENEW_MS, renewLeases } from './leases.ts';
import { markFailure, markSent } from './record.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { settleOccurrences } from './settle.ts';
import { takeNext } from './take-next.ts';

/** How often to look for messages that another process queued, or whose time to be tried again has come. */
const POLL_MS = 1_000;
const SWEEP_MS = 5_000;

export interface Sender {
  start(): void;
  /** Looks for queued messages now. */
  nudge(): void;
  /** Sends what can be sent now and returns when nothing is left to do; for tests and the first start. */
  drain(): Promise<void>;
  /** Begins no new send and waits for those that are on the way, at most `timeoutMs`. */
  stop(options: { timeoutMs: number }): Promise<void>;
}

/**
 * Sends queued deliveries: one lane for each instance, so that a slow or paced instance never holds up another one.
 * The paced loop lives here and never inside an Agenda job.
 */
export function createSender(deps: DeliveryDeps): Sender {
  const lanes = new Map<number, Promise<void>>();
  const recorder = createRecorder(deps);
  const stopping = new AbortController();
  const timers: NodeJS.Timeout[] = [];

  const guarded = (what: string, work: () => Promise<unknown>) => () => {
    work().catch(error => deps.logger.error({ err: error }, `${what} failed; it is tried again`));
  };

  async function look(): Promise<void> {
    for (const configId of await waitingInstances(deps)) {
      if (lanes.has(configId) || stopping.signal.aborted) continue;
      const lane = runLane(deps, recorder, configId, stopping.signal)
        .catch(error => deps.logger.error({ err: error, configId }, 'a lane stopped; the next look starts it again'))
        .finally(() => lanes.delete(configId));
      lanes.set(configId, lane);
    }
  }

  async function sweep(): Promise<void> {
    const expired = await expireLeases(deps);
    if (expired > 0) deps.logger.warn({ expired }, 'sends of a process that died are uncertain');
    await settleOccurrences(deps);
  }

  return {
    start() {
      timers.push(
        setInterval(guarded('looking for messages', look), POLL_MS),
        setInterval(guarded('the sweep', sweep), SWEEP_MS),
        setInterval(
          guarded('renewing leases', () => renewLeases(deps)),
          RENEW_MS,
        ),
      );
      guarded('looking for messages', look)();
    },
    nudge: guarded('looking for messages', look),
    async drain() {
      do {
        await look();
        await Promise.all(lanes.values());
      } while (!stopping.signal.aborted && (await waitingInstances(deps)).length > 0);
      await sweep();
    },
    async stop({ timeoutMs }) {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      const late = sleep(timeoutMs, undefined, { ref: false });
      await Promise.race([Promise.all(lanes.values()), late]);
    },
  };
}

/** Instances that have something to send by now. */
async function waitingInstances(deps: DeliveryDeps): Promise<number[]> {
  const rows = await deps.work.em.fork().execute<{ id: number }[]>(
    `select c.id from evolution_configs c where c.paused_at is null and exists (
       select 1 from deliveries d
       where d.evolution_config_id = c.id and d.status in ('queued', 'waiting_connection') and d.next_attempt_at <= ?
     )`,
    [toSqlInstant(deps.work.clock.now())],
  );
  return rows.map(row => Number(row.id));
}

/** Sends an instance's messages until none is left, as many at once as the instance allows. */
async function runLane(deps: DeliveryDeps, recorder: Recorder, configId: number, stopping: AbortSignal): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  while (!stopping.aborted) {
    const taken = await takeNext(deps, configId);
    if (taken.kind === 'send') {
      for (const delivery of taken.deliveries) {
        const send = sendOne(deps, recorder, configId, delivery).finally(() => inFlight.delete(send));
        inFlight.add(send);
      }
    } else if (taken.kind === 'wait') {
      const waitMs = taken.until.epochMilliseconds - deps.work.clock.now().epochMilliseconds;
      const pause = sleep(Math.max(0, Math.min(waitMs, POLL_MS)), undefined, { signal: stopping }).catch(() => {});
      // Our own send that ends makes room; another process's we cannot see end.
      await Promise.race([pause, ...inFlight]);
    } else if (inFlight.size > 0) {
      await Promise.race(inFlight);
    } else break;
  }
  await Promise.all(inFlight);
}

/** One message: POST once, then record what is known. Never throws. */
async function sendOne(deps: DeliveryDeps, recorder: Recorder, configId: number, delivery: Delivery): Promise<void> {
  const { id, jid, text, mentionAll } = delivery;
  let outcome: SendOutcome = 'not_sent'; // until the channel has the message
  try {
    const channel = await deps.channelFor(configId);
    outcome = 'unknown';
    const sent = await channel.sendText({ to: jid, text, mentionAll });
    await recorder.record(id, (work, current) => markSent(work, current, sent));
  } catch (error) {
    const failure =
      error instanceof SendError
        ? error
        : new SendError('internal', { retryable: outcome === 'not_sent', outcome, cause: error });
    deps.logger.warn({ err: failure, delivery: id, outcome: failure.outcome }, 'a message was not sent');
    await recorder.record(id, (work, current) => markFailure(work, current, failure));
  }
}
