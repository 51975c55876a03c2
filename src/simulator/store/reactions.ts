import type { DatabaseSync } from 'node:sqlite';

export interface Reaction {
  readonly authorJid: string;
  readonly emoji: string;
}

export interface Reactions {
  of(messageId: string): Reaction[];
  /** One reaction a person and message: another replaces it, an empty one takes it back. */
  set(messageId: string, authorJid: string, emoji: string): void;
}

export function reactionsStore(db: DatabaseSync): Reactions {
  const select = db.prepare('SELECT author_jid AS authorJid, emoji FROM reactions WHERE message_id = ? ORDER BY rowid');
  const upsert = db.prepare(
    'INSERT INTO reactions (message_id, author_jid, emoji) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET emoji = excluded.emoji',
  );
  const remove = db.prepare('DELETE FROM reactions WHERE message_id = ? AND author_jid = ?');
  return {
    of: messageId => select.all(messageId) as unknown as Reaction[],
    set(messageId, authorJid, emoji) {
      if (emoji === '') remove.run(messageId, authorJid);
      else upsert.run(messageId, authorJid, emoji);
    },
  };
}
