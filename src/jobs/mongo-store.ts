import { MongoBackend } from '@agendajs/mongo-backend';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { ChangeStreamChannel } from './change-stream-channel.ts';
import type { JobStore } from './job-store.ts';
import type { Logger } from './logger.ts';

const DEFAULT_DATABASE = 'agendador';
const JOBS_COLLECTION = 'agendaJobs'; // Agenda's own default, named here because we index it
const DUPLICATE_KEY = 11000;

/** Every wait has an end: Agenda asks each second, whether or not its last question was answered. */
const CONNECT_TIMEOUT_MS = 3_000;
const OPERATION_TIMEOUT_MS = 5_000;
/** Longer than the second for which the server holds back the answer of a change stream that has no news. */
const SOCKET_TIMEOUT_MS = 15_000;

/** Another process was first with what must be there once. */
export const isDuplicateKey = (error: unknown) => error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** The database that the URL names after its hosts, or ours: the driver's own default would be `test`. */
const databaseIn = (url: string) => /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? DEFAULT_DATABASE;

/**
 * One alarm for each instant, also when two processes set it in the same millisecond.
 * Duplicates from before the index would only ring twice: they are no reason to refuse the store.
 */
async function ensureOneAlarmPerInstant(db: Db, alarmName: string): Promise<void> {
  try {
    await db
      .collection(JOBS_COLLECTION)
      .createIndex(
        { name: 1, 'data.at': 1 },
        { name: 'oneAlarmPerInstant', unique: true, partialFilterExpression: { name: alarmName } },
      );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/**
 * The job store in MongoDB. The client is ours, because Agenda's own connection takes the process down when the server is away.
 *
 * @param alarmName name of the jobs that are unique by `data.at`
 * @throws MongoParseError for a malformed URL; a server that is away shows in `open()` only
 */
export function mongoStore(options: { url: string; dbName?: string; alarmName: string; logger: Logger }): JobStore {
  const { url, alarmName, logger } = options;
  const dbName = options.dbName ?? databaseIn(url);
  const client = new MongoClient(url, {
    appName: 'agendador',
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    socketTimeoutMS: SOCKET_TIMEOUT_MS,
    maxPoolSize: 10,
  });
  const db = client.db(dbName, { timeoutMS: OPERATION_TIMEOUT_MS });
  const backend = new MongoBackend({ mongo: db, collection: JOBS_COLLECTION });
  return {
    backend,
    // A change stream waits for news without an end, so it gets a handle without the operation timeout.
    channel: new ChangeStreamChannel(client.db(dbName), JOBS_COLLECTION, logger),
    async open() {
      await client.connect();
      await backend.repository.connect(); // makes Agenda's index when the database was dropped
      await ensureOneAlarmPerInstant(db, alarmName);
    },
    close: () => client.close(),
  };
}
