import { MongoBackend } from '@agendajs/mongo-backend';
import type { JobRepository } from 'agenda';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import type { Logger } from '../logger.ts';
import { ChangeStreamChannel } from './change-stream-channel.ts';
import type { JobStore } from './job-store.ts';

const DEFAULT_DATABASE = 'agendador';
const JOBS_COLLECTION = 'agendaJobs'; // Agenda's own default, named here because we index it
const DUPLICATE_KEY = 11000;

/**
 * Every wait has an end, for Agenda asks each second, whether or not its last question was answered. The driver's monitor asks the server every
 * two seconds and breaks off all questions when it gets no answer for three. (The driver's `timeoutMS` has no effect.)
 */
const MONITOR_EVERY_MS = 2_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Another process was first with what must be there once. */
const isDuplicateKey = (error: unknown) => error instanceof MongoServerError && error.code === DUPLICATE_KEY;

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
 * Alarms are inserted, not upserted: the index makes that the same, and not every server's change stream tells of an upsert by findAndModify
 * (mongo-java-server does not).
 */
function insertAlarms(repository: JobRepository, alarmName: string): void {
  const saveJob = repository.saveJob.bind(repository);
  repository.saveJob = async (job, options) => {
    const { unique, uniqueOpts, ...plain } = job;
    if (job.name !== alarmName || job._id || !unique || !uniqueOpts?.insertOnly) return saveJob(job, options);
    try {
      return await saveJob(plain, options);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return saveJob(job, options); // gives back the one that is there
    }
  };
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
    heartbeatFrequencyMS: MONITOR_EVERY_MS,
    // Whatever failed is tried again by a poll or a tick; the driver's own tries only make it fail later.
    retryReads: false,
    retryWrites: false,
    maxPoolSize: 10,
  });
  const db = client.db(dbName);
  const backend = new MongoBackend({ mongo: db, collection: JOBS_COLLECTION });
  insertAlarms(backend.repository, alarmName);
  const channel = new ChangeStreamChannel(db, JOBS_COLLECTION, logger);
  return {
    backend,
    channel,
    async open() {
      await client.connect();
      await backend.repository.connect(); // makes Agenda's index when the database was dropped
      await ensureOneAlarmPerInstant(db, alarmName);
    },
    async close() {
      await Promise.all([channel.disconnect(), client.close()]);
    },
  };
}
