/**
 * The table behind the embedded job store, from one list of fields: the same list makes the columns, reads rows and writes them.
 * A column has the name of the field it keeps, so that no row needs translating.
 */
import { type JobParameters, toJobId } from 'agenda';

/** What SQLite takes and gives for one column. */
export type SqlValue = string | number | null;
export type JobRow = Record<string, SqlValue>;

/** `date` is kept as epoch milliseconds, `boolean` as 0 or 1, `json` as the text that `JSON.stringify` makes. */
type Kind = 'text' | 'integer' | 'date' | 'boolean' | 'json';

const FIELD_KINDS = {
  name: 'text',
  type: 'text',
  priority: 'integer',
  nextRunAt: 'date',
  data: 'json',
  lockedAt: 'date',
  lastRunAt: 'date',
  lastFinishedAt: 'date',
  failedAt: 'date',
  failCount: 'integer',
  failReason: 'text',
  repeatInterval: 'json', // a cron line or a number of milliseconds
  repeatAt: 'text',
  repeatTimezone: 'text',
  disabled: 'boolean',
  progress: 'integer',
  lastModifiedBy: 'text',
  fork: 'boolean',
  debounceStartedAt: 'date',
  startDate: 'date',
  endDate: 'date',
  skipDays: 'json',
} as const satisfies Partial<Record<keyof JobParameters, Kind>>;

export type JobField = keyof typeof FIELD_KINDS;
export const JOB_FIELDS = Object.keys(FIELD_KINDS) as readonly JobField[];

export const isJobField = (name: string): name is JobField => Object.hasOwn(FIELD_KINDS, name);

const sqlTypes: Record<Kind, string> = {
  text: 'TEXT',
  integer: 'INTEGER',
  date: 'INTEGER',
  boolean: 'INTEGER',
  json: 'TEXT',
};
const columns = JOB_FIELDS.map(field => `"${field}" ${sqlTypes[FIELD_KINDS[field]]}`);

/** Makes what is missing and leaves the rest alone, so it may run at any time. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS jobs (_id TEXT NOT NULL UNIQUE, ${columns.join(', ')});
  CREATE INDEX IF NOT EXISTS jobs_next ON jobs (name, "nextRunAt", priority);
  CREATE INDEX IF NOT EXISTS jobs_at ON jobs (name, data -> '$."at"');
`;

/** One field's value as its column keeps it; absent and null are both NULL. */
export function toColumn(field: JobField, value: unknown): SqlValue {
  if (value === undefined || value === null) return null;
  switch (FIELD_KINDS[field]) {
    case 'date':
      return new Date(value as Date).getTime();
    case 'boolean':
      return value ? 1 : 0;
    case 'json':
      return JSON.stringify(value) ?? null;
    default:
      return value as string | number;
  }
}

function fromColumn(field: JobField, value: SqlValue): unknown {
  switch (FIELD_KINDS[field]) {
    case 'date':
      return new Date(value as number);
    case 'boolean':
      return value === 1;
    case 'json':
      return JSON.parse(value as string);
    default:
      return value;
  }
}

/**
 * A row as Agenda wants it: fields without a value are absent, but for `nextRunAt` and `data`, which are null.
 * Dates inside `data` come back as ISO 8601 text, as JSON keeps them.
 */
export function toJob<DATA = unknown>(row: JobRow): JobParameters<DATA> & { _id: NonNullable<JobParameters['_id']> } {
  const present = JOB_FIELDS.filter(field => row[field] !== null).map(field => [
    field,
    fromColumn(field, row[field] ?? null),
  ]);
  return { nextRunAt: null, data: null, ...Object.fromEntries(present), _id: toJobId(String(row._id)) };
}
