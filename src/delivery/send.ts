import { setTimeout as sleep } from 'node:timers/promises';
import { toSqlInstant } from '../db/instant-type.ts';
import { selectRows } from '../db/statements.ts';
import { latest } from '../schedule/instants.ts';
import type { DeliveryDeps } from './deps.ts';
import { giveUpOverdue } from './give-up.ts';
import { type Lane, startLane } from './lane.ts';
import { expireLeases, RENEW_MS, renewLeases } from './leases.ts';
import { reviewInstances } from './review-late.ts';
import { settleOccurrences } from './settle.ts';
import { settleMessages } from './settle-messages.ts';

/** How often to look for messages that another process queued, or whose time to be tried again has come. */
const POLL_MS = 1_000;
const SWEEP_MS = 5_000;

/** So long before its instant a message is claimed, which takes a database some milliseconds: at the instant it leaves. */
export const AHEAD_MS = 50;

export interface Sender {
  start(): void;
  /**
   * Looks for queued messages now. Resolves when what there is has begun to leave; never rejects.
   *
   * @param at an instant that is near: what is due by then is claimed now, and leaves when it comes
   */
  nudge(at?: Temporal.Instant): Promise<void>;
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
  const lanes = new Map<number, Lane>();
  const stopping = new AbortController();
  const timers: NodeJS.Timeout[] = [];

  const guarded = (what: string, work: () => Promise<unknown>) => async () => {
    try {
      await work();
    } catch (error) {
      deps.logger.error({ err: error }, `${what} failed; it is tried again`);
    }
  };

  async function look(at?: Temporal.Instant): Promise<void> {
    for (const configId of await waitingInstances(deps, at)) {
      if (stopping.signal.aborted) return;
      const running = lanes.get(configId);
      if (running) {
        running.nudge(at);
        continue;
      }
      const lane = startLane(deps, configId, stopping.signal, at);
      lanes.set(configId, lane);
      void lane.ended.then(() => lanes.delete(configId));
    }
  }

  const allEnded = () => Promise.all([...lanes.values()].map(lane => lane.ended));

  async function sweep(): Promise<void> {
    const expired = await expireLeases(deps);
    if (expired > 0) deps.logger.warn({ expired }, 'sends of a process that died are uncertain');
    await reviewInstances(deps); // what is missed has not given up
    await giveUpOverdue(deps);
    await settleOccurrences(deps);
    await settleMessages(deps);
  }

  return {
    start() {
      timers.push(
        setInterval(
          guarded('looking for messages', () => look()),
          POLL_MS,
        ),
        setInterval(guarded('the sweep', sweep), SWEEP_MS),
        setInterval(
          guarded('renewing leases', () => renewLeases(deps)),
          RENEW_MS,
        ),
      );
      void guarded('looking for messages', () => look())();
    },
    nudge: at => guarded('looking for messages', () => look(at))(),
    async drain() {
      do {
        await look();
        await allEnded();
      } while (!stopping.signal.aborted && (await waitingInstances(deps)).length > 0);
      await sweep();
    },
    async stop({ timeoutMs }) {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      const late = sleep(timeoutMs, undefined, { ref: false });
      await Promise.race([allEnded(), late]);
    },
  };
}

/**
 * Instances that have something to send by now, or by an instant that is near. Of each the first message that is found is
 * enough: `exists` would say that as well, but MySQL collects all that wait before it answers that.
 */
async function waitingInstances(deps: DeliveryDeps, at?: Temporal.Instant): Promise<number[]> {
  const now = deps.work.clock.now();
  const until = toSqlInstant(at ? latest(now, at) : now);
  const rows = await selectRows<{ id: number }>(
    deps.work.em.fork(),
    `select c.id from evolution_configs c where (c.paused_at is null or c.resume_at <= ?) and (
       select d.id from deliveries d
       where d.evolution_config_id = c.id and d.status = 'queued' and d.next_attempt_at <= ? limit 1
     ) is not null`,
    [until, until],
  );
  return rows.map(row => Number(row.id));
}
