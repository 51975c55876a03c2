import {
  computeJobState,
  type JobId,
  type JobParameters,
  type JobRepository,
  type JobRepositoryOptions,
  type JobsOverview,
  type JobsQueryOptions,
  type JobsResult,
  type JobsSort,
  type RemoveJobsOptions,
} from 'agenda';
import type { EmbeddedDatabase } from './embedded-database.ts';
import { askedFor, selectedBy, where } from './embedded-filter.ts';
import { saveJob } from './embedded-save-job.ts';
import { type JobField, toColumn, toJob } from './embedded-schema.ts';

type Options = JobRepositoryOptions | undefined;

const modifiedBy = (options: Options) => options?.lastModifiedBy ?? null;
const SORT_FIELDS = ['nextRunAt', 'lastRunAt', 'lastFinishedAt', 'priority', 'name', 'data'] as const;
const STATE_FIELDS: readonly JobField[] = [
  'lockedAt',
  'nextRunAt',
  'lastRunAt',
  'progress',
  'failReason',
  'failCount',
  'failedAt',
  'lastFinishedAt',
];

function orderBy(sort: JobsSort = {}): string {
  const asked = SORT_FIELDS.filter(field => sort[field] !== undefined);
  const order = asked.map(field => `"${field}" ${sort[field] === 'asc' ? 'ASC' : 'DESC'}`);
  return `ORDER BY ${[...(order.length > 0 ? order : ['"nextRunAt" DESC', '"lastRunAt" DESC']), 'rowid'].join(', ')}`;
}

/**
 * Agenda's jobs in SQLite, with the meaning of its MongoDB repository.
 * Every change is one statement or one transaction, so two processes on one file never lock the same job.
 * The calls to SQLite are synchronous: some tens of microseconds each.
 */
export class EmbeddedJobRepository implements JobRepository {
  readonly #database: EmbeddedDatabase;

  constructor(database: EmbeddedDatabase) {
    this.#database = database;
  }

  async connect(): Promise<void> {
    this.#database.open();
  }

  async queryJobs(options: JobsQueryOptions = {}): Promise<JobsResult> {
    const { state, skip = 0, limit = 0 } = options;
    const now = new Date();
    const { sql, parameters } = where(askedFor(options));
    const rows = this.#database.all(`SELECT * FROM jobs ${sql} ${orderBy(options.sort)}`, parameters);
    const jobs = rows.map(row => {
      const job = toJob(row);
      return { ...job, state: computeJobState(job, now) };
    });
    // A disabled job is paused, whatever its times say.
    const matching = state
      ? jobs.filter(job => (state === 'paused' ? job.disabled === true : job.state === state))
      : jobs;
    return { jobs: matching.slice(skip, limit > 0 ? skip + limit : undefined), total: matching.length };
  }

  async getJobsOverview(): Promise<JobsOverview[]> {
    const now = new Date();
    const overviews = new Map<string, JobsOverview>();
    for (const row of this.#database.all('SELECT * FROM jobs ORDER BY name')) {
      const job = toJob(row);
      const none = { total: 0, running: 0, scheduled: 0, queued: 0, completed: 0, failed: 0, repeating: 0, paused: 0 };
      const overview = overviews.get(job.name) ?? { name: job.name, ...none };
      overview.total += 1;
      overview[computeJobState(job, now)] += 1;
      if (job.disabled) overview.paused += 1;
      overviews.set(job.name, overview);
    }
    return [...overviews.values()];
  }

  async getDistinctJobNames(): Promise<string[]> {
    return this.#database.all('SELECT DISTINCT name FROM jobs ORDER BY name').map(row => String(row.name));
  }

  async getJobById(id: string): Promise<JobParameters | null> {
    const row = this.#database.first('SELECT * FROM jobs WHERE _id = ?', [id]);
    return row ? toJob(row) : null;
  }

  async getQueueSize(): Promise<number> {
    return Number(this.#database.first('SELECT count(*) AS size FROM jobs WHERE "nextRunAt" < ?', [Date.now()])?.size);
  }

  async removeJobs(options: RemoveJobsOptions): Promise<number> {
    return this.#changeSelected('DELETE FROM jobs', options);
  }

  async saveJob<DATA = unknown>(job: JobParameters<DATA>, options: Options): Promise<JobParameters<DATA>> {
    return saveJob(this.#database, job, modifiedBy(options), new Date());
  }

  /** @throws Error when the job was removed meanwhile */
  async saveJobState(job: JobParameters, options: Options): Promise<void> {
    const changed = this.#database.run(
      `UPDATE jobs SET ${STATE_FIELDS.map(field => `"${field}" = ?`).join(', ')}, "lastModifiedBy" = ? WHERE _id = ? AND name = ?`,
      [...STATE_FIELDS.map(field => toColumn(field, job[field])), modifiedBy(options), job._id ?? null, job.name],
    );
    if (changed !== 1) throw new Error(`job ${job._id} (name: ${job.name}) is not in the store`);
  }

  async lockJob(job: JobParameters, options: Options): Promise<JobParameters | undefined> {
    const row = this.#database.first(
      `UPDATE jobs SET "lockedAt" = ?, "lastModifiedBy" = ?
       WHERE _id = ? AND name = ? AND "lockedAt" IS NULL AND "nextRunAt" IS ? AND disabled IS NOT 1 RETURNING *`,
      [Date.now(), modifiedBy(options), job._id ?? null, job.name, toColumn('nextRunAt', job.nextRunAt)],
    );
    return row && toJob(row);
  }

  /** Gives a job back that has not started: a running one has no `nextRunAt` and keeps its lock. */
  async unlockJob(job: JobParameters): Promise<void> {
    this.#database.run('UPDATE jobs SET "lockedAt" = NULL WHERE _id = ? AND "nextRunAt" IS NOT NULL', [
      job._id ?? null,
    ]);
  }

  async unlockJobs(jobIds: (JobId | string)[]): Promise<void> {
    const ids = JSON.stringify(jobIds.map(String));
    this.#database.run('UPDATE jobs SET "lockedAt" = NULL WHERE _id IN (SELECT value FROM json_each(?))', [ids]);
  }

  async getNextJobToRun(
    jobName: string,
    nextScanAt: Date,
    lockDeadline: Date,
    now: Date | undefined,
    options: Options,
  ): Promise<JobParameters | undefined> {
    const row = this.#database.first(
      `UPDATE jobs SET "lockedAt" = ?, "lastModifiedBy" = ? WHERE rowid = (
         SELECT rowid FROM jobs
         WHERE name = ? AND disabled IS NOT 1 AND (("lockedAt" IS NULL AND "nextRunAt" <= ?) OR "lockedAt" <= ?)
         ORDER BY "nextRunAt", priority DESC, rowid LIMIT 1
       ) RETURNING *`,
      [(now ?? new Date()).getTime(), modifiedBy(options), jobName, nextScanAt.getTime(), lockDeadline.getTime()],
    );
    return row && toJob(row);
  }

  async disableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.#changeSelected('UPDATE jobs SET disabled = 1', options, 'disabled IS NOT 1');
  }

  async enableJobs(options: RemoveJobsOptions): Promise<number> {
    return this.#changeSelected('UPDATE jobs SET disabled = 0', options, 'disabled IS NOT 0');
  }

  async purgeAllJobs(): Promise<number> {
    return this.#database.run('DELETE FROM jobs');
  }

  /** Options that name nothing change nothing: an empty filter must never mean every job. */
  #changeSelected(statement: string, options: RemoveJobsOptions, onlyWhere = 'TRUE'): number {
    const conditions = selectedBy(options);
    if (conditions.length === 0) return 0;
    const { sql, parameters } = where([...conditions, { sql: onlyWhere, parameters: [] }]);
    return this.#database.run(`${statement} ${sql}`, parameters);
  }
}
