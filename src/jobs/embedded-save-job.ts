/** Saving a job as Agenda's MongoDB repository does: by id, one for each name (`single`), one for each unique query, or simply a new one. */
import { randomUUID } from 'node:crypto';
import type { DebounceOptions, JobParameters } from 'agenda';
import type { EmbeddedDatabase } from './embedded-database.ts';
import { type Condition, uniqueBy, where } from './embedded-filter.ts';
import { JOB_FIELDS, type JobField, type JobRow, toColumn, toJob } from './embedded-schema.ts';

type Fields = Partial<Record<JobField, unknown>>;

/** Only these keep their stored value when a job that is saved does not carry them; every other field is then emptied. */
const KEPT_WHEN_ABSENT: ReadonlySet<JobField> = new Set(['name', 'type', 'priority', 'nextRunAt', 'data']);

/**
 * Inserts or updates, in one transaction.
 *
 * @param modifiedBy name of the Agenda that saves, or null
 * @param now what debouncing counts from
 * @returns the job as stored; the given one unchanged when its id is no longer there
 * @throws Error for a `unique` query that this store cannot answer (see `uniqueBy`)
 */
export function saveJob<DATA>(
  database: EmbeddedDatabase,
  job: JobParameters<DATA>,
  modifiedBy: string | null,
  now: Date,
): JobParameters<DATA> {
  const fields: Fields = { ...fieldsOf(job), lastModifiedBy: modifiedBy };
  return database.transaction(() => {
    if (job._id) {
      const row = update(database, fields, [{ sql: '_id = ?', parameters: [job._id] }, named(job.name)]);
      return row ? toJob<DATA>(row) : job;
    }
    if (job.type === 'single') return toJob<DATA>(saveSingle(database, fields, job, now));
    if (job.unique) return toJob<DATA>(saveUnique(database, fields, job, now));
    return toJob<DATA>(insert(database, fields));
  });
}

const named = (name: string): Condition => ({ sql: 'name = ?', parameters: [name] });

function fieldsOf(job: JobParameters): Fields {
  const written = JOB_FIELDS.filter(field => Object.hasOwn(job, field) || !KEPT_WHEN_ABSENT.has(field));
  return Object.fromEntries(written.map(field => [field, job[field] ?? null]));
}

function saveSingle(database: EmbeddedDatabase, fields: Fields, job: JobParameters, now: Date): JobRow {
  const { nextRunAt, ...others } = fields;
  // A time that has passed must not pull an existing job forward: it is only for a job that is new.
  const isPast = job.nextRunAt != null && job.nextRunAt <= now;
  const single = [named(job.name), { sql: "type = 'single'", parameters: [] }];
  return update(database, isPast ? others : fields, single) ?? insert(database, fields);
}

function saveUnique(database: EmbeddedDatabase, fields: Fields, job: JobParameters, now: Date): JobRow {
  const { debounce, insertOnly } = job.uniqueOpts ?? {};
  const { sql, parameters } = where(uniqueBy(job.unique ?? {}, job.name));
  const existing = database.first(`SELECT rowid, * FROM jobs ${sql} ORDER BY rowid LIMIT 1`, parameters);
  const timed = debounce ? { ...fields, ...debounced(debounce, existing, now) } : fields;
  if (!existing) return insert(database, timed);
  if (insertOnly && !debounce) return existing;
  return update(database, timed, [{ sql: 'rowid = ?', parameters: [existing.rowid ?? null] }]) ?? existing;
}

/**
 * When a debounced job runs. `leading`: the first save decides, later ones only change its data.
 * `trailing`: each save puts it off by `delay` milliseconds, but not past `maxWait` milliseconds after the first.
 */
function debounced(debounce: DebounceOptions, existing: JobRow | undefined, now: Date): Fields {
  const startedAt = new Date(existing?.debounceStartedAt ?? now);
  if (debounce.strategy === 'leading') {
    return { debounceStartedAt: startedAt, ...(existing && { nextRunAt: existing.nextRunAt }) };
  }
  const hasWaitedEnough = existing && debounce.maxWait && now.getTime() - startedAt.getTime() >= debounce.maxWait;
  if (hasWaitedEnough) return { nextRunAt: now, debounceStartedAt: null };
  return { nextRunAt: new Date(now.getTime() + debounce.delay), debounceStartedAt: startedAt };
}

function insert(database: EmbeddedDatabase, fields: Fields): JobRow {
  const names = Object.keys(fields) as JobField[];
  const row = database.first(
    `INSERT INTO jobs (_id, ${names.map(name => `"${name}"`).join(', ')}) VALUES (?, ${names.map(() => '?').join(', ')}) RETURNING *`,
    [randomUUID(), ...names.map(name => toColumn(name, fields[name]))],
  );
  if (!row) throw new Error('the embedded job store inserted nothing');
  return row;
}

/** @returns the first of the updated rows, undefined when none met the conditions */
function update(database: EmbeddedDatabase, fields: Fields, conditions: readonly Condition[]): JobRow | undefined {
  const names = Object.keys(fields) as JobField[];
  const { sql, parameters } = where(conditions);
  return database.first(`UPDATE jobs SET ${names.map(name => `"${name}" = ?`).join(', ')} ${sql} RETURNING *`, [
    ...names.map(name => toColumn(name, fields[name])),
    ...parameters,
  ]);
}
