import { setTimeout as sleep } from 'node:timers/promises';
import { toSqlInstant } from '../db/instant-type.ts';
import type { DeliveryDeps } from './deps.ts';
import { claimRecall, recallOne } from './recall-one.ts';
import { tellRecalls } from './recall-report.ts';

const POLL_MS = 1_000;

/** Deletes what is to be recalled, one lane for each instance, and tells the outcome once. Any number of processes may. */
export interface Recaller {
  start(): void;
  /** Deletes what can be deleted now, and tells what has come to an end; for tests and the time machine. */
  drain(): Promise<void>;
  /** Begins no new deletion and waits for those that are being asked for, at most `timeoutMs`. */
  stop(options: { timeoutMs: number }): Promise<void>;
}

export function createRecaller(deps: DeliveryDeps): Recaller {
  const lanes = new Map<number, Promise<void>>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    for (const configId of await wantingInstances(deps)) {
      if (lanes.has(configId) || stopping.signal.aborted) continue;
      const lane = runLane(deps, configId, stopping.signal)
        .catch(error => deps.logger.error({ err: error, configId }, 'deleting messages failed; it is tried again'))
        .finally(() => lanes.delete(configId));
      lanes.set(configId, lane);
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        look().catch(error =>
          deps.logger.error({ err: error }, 'looking for messages to delete failed; it is tried again'),
        );
      }, POLL_MS);
    },
    async drain() {
      await look();
      await Promise.all(lanes.values());
    },
    async stop({ timeoutMs }) {
      stopping.abort();
      clearInterval(timer);
      await Promise.race([Promise.all(lanes.values()), sleep(timeoutMs, undefined, { ref: false })]);
    },
  };
}

/** Instances with a deletion that is due, or one whose outcome is to be told. */
async function wantingInstances(deps: DeliveryDeps): Promise<number[]> {
  const rows = await deps.work.em.fork().execute<{ id: number }[]>(
    `select c.id from evolution_configs c where exists (
       select 1 from delivery_notes n where n.evolution_config_id = c.id and n.code = 'recall_open'
     ) or exists (
       select 1 from delivery_notes n where n.evolution_config_id = c.id and n.code = 'recall_wanted' and n.at <= ?
     )`,
    [toSqlInstant(deps.work.clock.now())],
  );
  return rows.map(row => Number(row.id));
}

async function runLane(deps: DeliveryDeps, configId: number, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const next = await claimRecall(deps, configId);
    if (!next) break;
    if ('note' in next) {
      await recallOne(deps, configId, next.note);
      continue;
    }
    const waitMs = next.until.epochMilliseconds - deps.work.clock.now().epochMilliseconds;
    if (waitMs > POLL_MS) break; // another process is at it
    await sleep(Math.max(0, waitMs), undefined, { signal: stopping }).catch(() => {});
  }
  await tellRecalls(deps, configId);
}
