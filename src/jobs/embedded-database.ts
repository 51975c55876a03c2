import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type JobRow, SCHEMA, type SqlValue } from './embedded-schema.ts';

/** How long a statement waits for another process that writes. It blocks our event loop, so not long. */
const BUSY_TIMEOUT_MS = 1_000;
/** SQLITE_CORRUPT and SQLITE_NOTADB (https://sqlite.org/rescode.html). */
const BROKEN_FILE_CODES = new Set([11, 26]);

const isBrokenFile = (error: unknown) =>
  BROKEN_FILE_CODES.has(Number((error as { errcode?: number } | null)?.errcode) & 0xff);

/** The file of the embedded job store. Several processes may hold it open; each statement is atomic between them. */
export class EmbeddedDatabase {
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  #connection: DatabaseSync | null = null;
  #openInode: number | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Opens the file, or makes sure that an open one is still whole: a table that was dropped and a file that was removed are made anew.
   * A file that is no database is put aside as `<path>.broken`, for alarms are copies of what the schedules say.
   *
   * @throws the error of `node:sqlite` when the file cannot be opened or written
   */
  open(): void {
    // A handle on a removed file would go on writing into nothing.
    if (this.#connection && this.#inode() !== this.#openInode) this.close();
    try {
      this.#openFile();
    } catch (error) {
      this.close();
      if (!isBrokenFile(error)) throw error;
      this.#putAside();
      this.#openFile();
    }
  }

  close(): void {
    this.#statements.clear();
    this.#connection?.close();
    this.#connection = null;
  }

  all(sql: string, parameters: readonly SqlValue[] = []): JobRow[] {
    return this.#statement(sql).all(...parameters) as JobRow[];
  }

  /** The first row that the statement gives, also of `UPDATE … RETURNING`. */
  first(sql: string, parameters: readonly SqlValue[] = []): JobRow | undefined {
    return this.all(sql, parameters)[0];
  }

  /** @returns how many rows were changed */
  run(sql: string, parameters: readonly SqlValue[] = []): number {
    return Number(this.#statement(sql).run(...parameters).changes);
  }

  /** Everything in `work` or nothing; it takes the write lock first, so what it reads stays true while it writes. */
  transaction<T>(work: () => T): T {
    this.#open.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#open.exec('COMMIT');
      return result;
    } catch (error) {
      this.#open.exec('ROLLBACK');
      throw error;
    }
  }

  get #open(): DatabaseSync {
    if (!this.#connection) throw new Error('the embedded job store is not open');
    return this.#connection;
  }

  #inode(): number | undefined {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino;
  }

  #openFile(): void {
    if (!this.#connection) {
      mkdirSync(dirname(this.#path), { recursive: true });
      this.#connection = new DatabaseSync(this.#path, { timeout: BUSY_TIMEOUT_MS });
      // NORMAL may lose the last moments at a power cut, never the file; the reconciler adds what was lost.
      this.#connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
      this.#openInode = this.#inode();
    }
    this.#connection.exec(SCHEMA);
  }

  #putAside(): void {
    renameSync(this.#path, `${this.#path}.broken`);
    for (const suffix of ['-wal', '-shm']) rmSync(this.#path + suffix, { force: true });
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#open.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
