import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Times are whole milliseconds since 1970, flags 0 or 1, `*_jid` WhatsApp ids. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS people (
    jid TEXT PRIMARY KEY, lid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, addressing TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS groups (
    jid TEXT PRIMARY KEY, subject TEXT NOT NULL, description TEXT NOT NULL, announce INTEGER NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS members (
    group_jid TEXT NOT NULL, person_jid TEXT NOT NULL, admin TEXT, PRIMARY KEY (group_jid, person_jid)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, client_id TEXT UNIQUE,
    chat_jid TEXT NOT NULL, author_jid TEXT NOT NULL, from_me INTEGER NOT NULL, via_api INTEGER NOT NULL,
    text TEXT NOT NULL, quoted_id TEXT, mentions TEXT NOT NULL, status TEXT NOT NULL, failure TEXT,
    deleted INTEGER NOT NULL DEFAULT 0, sent_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_chat ON messages (chat_jid, seq);
  CREATE TABLE IF NOT EXISTS reactions (
    message_id TEXT NOT NULL, author_jid TEXT NOT NULL, emoji TEXT NOT NULL, PRIMARY KEY (message_id, author_jid)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS webhook_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, data TEXT NOT NULL, message_id TEXT, attempts INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;

/**
 * Opens `<dataDir>/simulator.sqlite`, creating folder and tables where missing; null opens a database in memory.
 *
 * WAL with `synchronous = NORMAL`: what was committed outlives a killed process. A power cut may take the last moments
 * along, which a simulator may.
 */
export function openDatabase(dataDir: string | null): DatabaseSync {
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(dataDir === null ? ':memory:' : join(dataDir, 'simulator.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  db.exec(SCHEMA);
  return db;
}

/** All of `work` or nothing of it. `work` must not wait for anything: the connection is shared. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
