import { MongoChangeStreamNotificationChannel } from '@agendajs/mongo-backend';
import { BaseNotificationChannel, type JobNotification } from 'agenda';
import type { Db } from 'mongodb';
import type { Logger } from '../logger.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** CommandNotFound and "The $changeStream stage is only supported on replica sets": trying again is no use. */
const UNSUPPORTED_CODES = new Set<unknown>([59, 40573]);

/**
 * Tells this process about jobs that any process saves, where the server has change streams. Where it has none, and while it is away, Agenda
 * goes on polling: this channel never throws.
 *
 * Agenda's own channel does the watching, but a fresh one for each attempt: it would resume from a point before the database was dropped, fail
 * there again, and so on ten times a second.
 */
export class ChangeStreamChannel extends BaseNotificationChannel {
  readonly #db: Db;
  readonly #collection: string;
  readonly #logger: Logger;
  #watcher: MongoChangeStreamNotificationChannel | null = null;
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
    const watcher = this.#watcher;
    this.#watcher = null;
    await watcher?.disconnect();
  }

  /** Other processes are told by the database; this one need not wait for that, nor for a stream that is not there. */
  async publish(notification: JobNotification): Promise<void> {
    await this.notifyHandlers(notification);
  }

  #watch(): void {
    const watcher = new MongoChangeStreamNotificationChannel({ db: this.#db, collection: this.#collection });
    this.#watcher = watcher;
    watcher.on('error', error => this.#lose(watcher, error));
    watcher.on('stateChange', state => {
      if (state === 'reconnecting') this.#lose(watcher, new Error('the change stream was closed'));
    });
    watcher.subscribe(notification => {
      this.#retryMs = FIRST_RETRY_MS; // the stream has shown that it works
      return this.notifyHandlers(notification);
    });
    this.setState('connected');
    watcher.connect().catch(error => this.#lose(watcher, error));
  }

  #lose(watcher: MongoChangeStreamNotificationChannel, error: Error & { code?: unknown }): void {
    if (watcher !== this.#watcher) return; // each ends more than once: an error, a close, a state
    this.#watcher = null;
    watcher.disconnect().catch(() => {});
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
