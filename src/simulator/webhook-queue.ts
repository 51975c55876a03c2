import type { DatabaseSync } from 'node:sqlite';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Identity } from './identity.ts';
import type { WebhookRetry } from './options.ts';
import type { Settings, WebhookConfig } from './store/settings.ts';
import { configName, envelope, type PostResult, postWebhook } from './webhook-post.ts';

/** What a person wrote. It waits for a connection and a receiver for as long as it takes, since a phone would too. */
const INCOMING = 'messages.upsert';
const MAX_IN_FLIGHT = 16;
const RETRY_JITTER = 0.2;

export interface WebhookQueue {
  /** Notes an event durably and hands it over as soon as the running code is through, so also after its transaction. */
  emit(event: string, data: unknown, messageId?: string): void;
  /** Tries at once whatever waits: after a start, a new webhook address, or a restored connection. */
  kick(): void;
  /** How many events nobody has accepted yet. */
  waiting(): number;
  /** Ends running attempts and takes no more; what waits stays in the database. */
  stop(): void;
}

export interface WebhookQueueParts {
  readonly db: DatabaseSync;
  readonly settings: Settings;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly retry: WebhookRetry;
  readonly logger: FastifyBaseLogger;
  /** Called when an event that carries a message was accepted or given up. */
  readonly onSettled: (messageId: string, result: PostResult) => void;
}

interface QueueRow {
  readonly id: number;
  readonly event: string;
  readonly data: string;
  readonly messageId: string | null;
  readonly attempts: number;
}

/**
 * Webhooks at least once and in no promised order, as Evolution delivers them. Beyond Evolution, rows outlive a restart:
 * Evolution keeps its retries in memory, but a person at the page should not have to type a message again.
 */
export function webhookQueue({
  db,
  settings,
  identity,
  clock,
  retry,
  logger,
  onSettled,
}: WebhookQueueParts): WebhookQueue {
  const insert = db.prepare('INSERT INTO webhook_queue (event, data, message_id) VALUES (?, ?, ?) RETURNING id');
  const select = db.prepare(
    'SELECT id, event, data, message_id AS messageId, attempts FROM webhook_queue WHERE id = ?',
  );
  const everyId = db.prepare('SELECT id FROM webhook_queue ORDER BY id');
  const count = db.prepare('SELECT COUNT(*) AS n FROM webhook_queue');
  const remove = db.prepare('DELETE FROM webhook_queue WHERE id = ?');
  const countAttempt = db.prepare('UPDATE webhook_queue SET attempts = attempts + 1 WHERE id = ?');

  const ready = new Set<number>();
  const running = new Set<number>();
  const timers = new Map<number, NodeJS.Timeout>();
  const stopping = new AbortController();

  const wants = (config: WebhookConfig | undefined, event: string): config is WebhookConfig =>
    config?.enabled === true && config.events.includes(configName(event));

  function enqueue(id: number): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
    if (!running.has(id)) ready.add(id);
  }

  function pump(): void {
    for (const id of ready) {
      if (stopping.signal.aborted || running.size >= MAX_IN_FLIGHT) return;
      ready.delete(id);
      running.add(id);
      void deliver(id).finally(() => {
        running.delete(id);
        pump();
      });
    }
  }

  async function deliver(id: number): Promise<void> {
    const row = select.get(id) as QueueRow | undefined;
    const config = settings.get('webhook');
    if (!row || !wants(config, row.event)) return;
    if (row.event === INCOMING && settings.get('connection') !== 'open') return;

    const body = envelope(identity, config, row.event, JSON.parse(row.data), clock.now());
    const result = await postWebhook(config, row.event, body, stopping.signal);
    if (!stopping.signal.aborted) settle(row, result);
  }

  function settle(row: QueueRow, result: PostResult): void {
    const attempts = row.attempts + 1;
    if (result.kind === 'failed' && (row.event === INCOMING || attempts < retry.maxAttempts)) {
      countAttempt.run(row.id);
      retryLater(row.id, attempts);
      logger.debug({ event: row.event, attempts, why: result.why }, 'simulated webhook not accepted yet');
      return;
    }
    if (result.kind !== 'accepted')
      logger.warn({ event: row.event, attempts, why: result.why }, 'simulated webhook lost');
    remove.run(row.id);
    if (row.messageId !== null) onSettled(row.messageId, result);
  }

  function retryLater(id: number, attempts: number): void {
    const gap = Math.min(retry.initialDelayMs * 2 ** (attempts - 1), retry.maxDelayMs);
    const jittered = gap * (1 + RETRY_JITTER * (2 * Math.random() - 1));
    const retryNow = () => {
      enqueue(id);
      pump();
    };
    timers.set(id, setTimeout(retryNow, Math.max(jittered, retry.initialDelayMs)).unref());
  }

  return {
    emit(event, data, messageId) {
      // An event that nobody asked for is not made, except what people write: it waits for a webhook that wants it.
      if (event !== INCOMING && !wants(settings.get('webhook'), event)) return;
      const row = insert.get(event, JSON.stringify(data), messageId ?? null) as { id: number };
      enqueue(row.id);
      setImmediate(pump);
    },
    kick() {
      for (const row of everyId.all() as { id: number }[]) enqueue(row.id);
      pump();
    },
    waiting: () => (count.get() as { n: number }).n,
    stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
