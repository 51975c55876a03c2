import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process uses the embedded databases. */
export class DataDirInUseError extends Error {
  override readonly name = 'DataDirInUseError';
}

/** The folder of the embedded databases, made if missing. @returns paths of what is in it */
export function openDataDir(path: string) {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return {
    path,
    database: join(path, 'agendador.sqlite'),
    jobs: join(path, 'jobs.sqlite'),
  };
}

/**
 * The only process on this folder from now on, until it ends in whatever way: the lock is SQLite's own, held by an
 * open transaction, so the kernel takes it back after a `kill -9` and no stale file can lock anybody out.
 *
 * @param url where this process answers, to name it to a second one
 * @throws DataDirInUseError naming the first process
 */
export function lockDataDir(path: string, url: string): () => void {
  const holder = join(path, 'processo.json');
  const lock = new DatabaseSync(join(path, 'lock.sqlite'));
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive');
  } catch {
    lock.close();
    throw new DataDirInUseError(
      `A pasta de dados ${path} já está em uso${whoHolds(holder)}. Pare esse processo, ou dê outra pasta a este com DATA_DIR.`,
    );
  }
  writeFileSync(
    holder,
    JSON.stringify({
      pid: process.pid,
      url,
      since: Temporal.Now.plainDateTimeISO().toString({ smallestUnit: 'second' }),
    }),
  );
  return () => lock.close();
}

function whoHolds(file: string): string {
  try {
    const { pid, url, since } = JSON.parse(readFileSync(file, 'utf8'));
    return ` pelo processo ${pid} (${url}, desde ${since})`;
  } catch {
    return '';
  }
}

/** The SECRET_KEY of an embedded installation: made once and kept beside the data that it encrypts. */
export function embeddedSecretKey(path: string): string {
  const file = join(path, 'secret.key');
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
    renameSync(draft, file); // whole or not at all
  }
  return readFileSync(file, 'utf8').trim();
}
