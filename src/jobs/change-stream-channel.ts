import { setTimeout as sleep } from 'node:timers/promises';
import { BaseNotificationChannel, type JobNotification, type JobParameters, toJobId } from 'agenda';
import type { ChangeStream, ChangeStreamInsertDocument, Db } from 'mongodb';
import type { Logger } from '../logger.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** MongoDB keeps a question for a second when it has no news. A server that says no sooner than this does not wait at all. */
const AWAITED_MS = 200;
/** How long we wait in its stead: asked again at once it would do nothing but answer us. */
const UNAWAITED_PAUSE_MS = 50;
/** CommandNotFound and "The $changeStream stage is only supported on replica sets": trying again is no use. */
const UNSUPPORTED_CODES = new Set<unknown>([59, 40573]);

type Insert = ChangeStreamInsertDocument<JobParameters>;

/**
 * Tells this process about alarms that any process sets (they are only ever inserted), where the server has change streams. Where it has none,
 * and while it is away, Agenda goes on polling: this channel never throws.
 *
 * Not Agenda's own channel: that one would resume from a point before the database was dropped, fail there again, and so on ten times a second;
 * and where the server does not wait for news it asks a thousand times a second.
 */
export class ChangeStreamChannel extends BaseNotificationChannel {
  readonly #db: Db;
  readonly #collection: string;
  readonly #logger: Logger;
  #stream: ChangeStream<JobParameters, Insert> | null = null;
  #retryTimer: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(db: Db, collection: string, logger: Logger) {
    super();
    this.#db = db;
    this.#collection = collection;
    this.#logger = logger;
    this.on('error', error => logger.debug({ err: error }, 'a job notification failed'));
  }

  async connect(): Promise<void> {
    this.#watch();
  }

  async disconnect(): Promise<void> {
    clearTimeout(this.#retryTimer);
    this.setState('disconnected');
    const stream = this.#stream;
    this.#stream = null;
    await stream?.close().catch(() => {});
  }

  /** Other processes are told by the database; this one need not wait for that, nor for a stream that is not there. */
  async publish(notification: JobNotification): Promise<void> {
    await this.notifyHandlers(notification);
  }

  #watch(): void {
    const jobs = this.#db.collection<JobParameters>(this.#collection);
    const stream = jobs.watch<JobParameters, Insert>([{ $match: { operationType: 'insert' } }]);
    this.#stream = stream;
    this.setState('connected');
    void this.#listen(stream).catch(error => this.#lose(stream, error));
  }

  /** Until the stream is closed, which rejects. */
  async #listen(stream: ChangeStream<JobParameters, Insert>): Promise<never> {
    for (;;) {
      const askedAt = performance.now();
      const change = await stream.tryNext();
      if (change) {
        this.#retryMs = FIRST_RETRY_MS; // the stream has shown that it works
        await this.notifyHandlers(notificationOf(change));
      } else if (performance.now() - askedAt < AWAITED_MS) {
        await sleep(UNAWAITED_PAUSE_MS, undefined, { ref: false });
      }
    }
  }

  #lose(stream: ChangeStream<JobParameters, Insert>, error: Error & { code?: unknown }): void {
    if (stream !== this.#stream) return; // closed by us
    this.#stream = null;
    stream.close().catch(() => {});
    if (UNSUPPORTED_CODES.has(error.code)) {
      this.setState('error');
      this.#logger.info({}, 'this MongoDB has no change streams: new alarms are found by polling');
      return;
    }
    this.setState('reconnecting');
    this.#logger.debug(
      { err: error, retryMs: this.#retryMs },
      'lost the change stream of the alarms, polling until it is back',
    );
    this.#retryTimer = setTimeout(() => this.#watch(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}

function notificationOf({ fullDocument: job }: Insert): JobNotification {
  return {
    ...{ jobId: toJobId(String(job._id)), jobName: job.name, priority: Number(job.priority ?? 0) },
    ...{ nextRunAt: job.nextRunAt ? new Date(job.nextRunAt) : null, timestamp: new Date(), source: 'changestream' },
  };
}
