import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** Weakest first: a receipt may only move a message to the right. */
export const MESSAGE_STATUSES = ['ERROR', 'PENDING', 'SERVER_ACK', 'DELIVERY_ACK', 'READ'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

export interface Message {
  /** Order of arrival in this simulator; also the row's id. */
  readonly seq: number;
  readonly id: string;
  /** The other side: a person's JID or a group's. */
  readonly chatJid: string;
  readonly authorJid: string;
  /** Written with the bot's own account, by the API or on its phone. */
  readonly fromMe: boolean;
  readonly viaApi: boolean;
  readonly text: string;
  readonly quotedId: string | null;
  readonly mentions: readonly string[];
  readonly status: MessageStatus;
  /** Why it is in `ERROR`, for the page. */
  readonly failure: string | null;
  readonly deleted: boolean;
  readonly sentAtMs: number;
}

export type NewMessage = Omit<Message, 'seq' | 'failure' | 'deleted'> & {
  /** Chosen by the page: the same one twice is one message. */
  readonly clientId: string | null;
};

/** All given conditions hold; times are inclusive. */
export interface MessageFilter {
  readonly id?: string;
  readonly chatJid?: string;
  readonly fromMe?: true;
  readonly sentFromMs?: number;
  readonly sentUntilMs?: number;
}

export interface Messages {
  add(message: NewMessage): Message;
  get(id: string): Message | undefined;
  byClientId(clientId: string): Message | undefined;
  /** The newest `limit` messages of a chat before `beforeSeq`, oldest first. */
  before(chatJid: string, beforeSeq: number, limit: number): Message[];
  /** The last message of each chat. */
  latest(): Message[];
  /** Newest first, one page of them, and how many match in all. */
  find(filter: MessageFilter, page: { offset: number; limit: number }): { total: number; messages: Message[] };
  /** Own messages to people that wait for a receipt, oldest first. */
  awaitingReceipts(): Message[];
  /** Moves the status up; a receipt that comes late or twice changes nothing. Returns whether it did. */
  raise(id: string, status: MessageStatus): boolean;
  fail(id: string, failure: string): void;
  markDeleted(id: string): void;
}

const COLUMNS = `seq, id, chat_jid AS chatJid, author_jid AS authorJid, from_me AS fromMe, via_api AS viaApi, text,
  quoted_id AS quotedId, mentions, status, failure, deleted, sent_at AS sentAtMs`;
const RANK = `CASE status ${MESSAGE_STATUSES.map((status, rank) => `WHEN '${status}' THEN ${rank}`).join(' ')} END`;

type Row = Omit<Message, 'fromMe' | 'viaApi' | 'deleted' | 'mentions'> & {
  readonly fromMe: number;
  readonly viaApi: number;
  readonly deleted: number;
  readonly mentions: string;
};

const toMessage = (row: unknown): Message => {
  const { fromMe, viaApi, deleted, mentions, ...same } = row as Row;
  return {
    ...same,
    fromMe: fromMe === 1,
    viaApi: viaApi === 1,
    deleted: deleted === 1,
    mentions: JSON.parse(mentions),
  };
};

export function messagesStore(db: DatabaseSync): Messages {
  const insert = db.prepare(`INSERT INTO messages
    (id, client_id, chat_jid, author_jid, from_me, via_api, text, quoted_id, mentions, status, sent_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`);
  const byId = db.prepare(`SELECT ${COLUMNS} FROM messages WHERE id = ?`);
  const byClient = db.prepare(`SELECT ${COLUMNS} FROM messages WHERE client_id = ?`);
  const older = db.prepare(`SELECT ${COLUMNS} FROM messages WHERE chat_jid = ? AND seq < ? ORDER BY seq DESC LIMIT ?`);
  const newest = db.prepare(
    `SELECT ${COLUMNS} FROM messages WHERE seq IN (SELECT MAX(seq) FROM messages GROUP BY chat_jid) ORDER BY seq DESC`,
  );
  const awaiting = db.prepare(`SELECT ${COLUMNS} FROM messages
    WHERE via_api = 1 AND chat_jid NOT LIKE '%@g.us' AND status IN ('PENDING', 'SERVER_ACK', 'DELIVERY_ACK') ORDER BY seq`);
  const lift = db.prepare(`UPDATE messages SET status = ? WHERE id = ? AND ${RANK} < ?`);
  const breakOff = db.prepare(`UPDATE messages SET status = 'ERROR', failure = ? WHERE id = ?`);
  const erase = db.prepare('UPDATE messages SET deleted = 1 WHERE id = ?');
  const optional = (row: unknown) => (row === undefined ? undefined : toMessage(row));

  return {
    add(m) {
      const flags = [m.fromMe ? 1 : 0, m.viaApi ? 1 : 0] as const;
      const words = [m.text, m.quotedId, JSON.stringify(m.mentions), m.status, m.sentAtMs] as const;
      return toMessage(insert.get(m.id, m.clientId, m.chatJid, m.authorJid, ...flags, ...words));
    },
    get: id => optional(byId.get(id)),
    byClientId: clientId => optional(byClient.get(clientId)),
    before: (chatJid, beforeSeq, limit) => older.all(chatJid, beforeSeq, limit).map(toMessage).reverse(),
    latest: () => newest.all().map(toMessage),
    find(filter, page) {
      const { where, values } = conditions(filter);
      const counted = db.prepare(`SELECT COUNT(*) AS total FROM messages ${where}`).get(...values) as { total: number };
      const rows = db.prepare(
        `SELECT ${COLUMNS} FROM messages ${where} ORDER BY sent_at DESC, seq DESC LIMIT ? OFFSET ?`,
      );
      return { total: counted.total, messages: rows.all(...values, page.limit, page.offset).map(toMessage) };
    },
    awaitingReceipts: () => awaiting.all().map(toMessage),
    raise: (id, status) => lift.run(status, id, MESSAGE_STATUSES.indexOf(status)).changes > 0,
    fail(id, failure) {
      breakOff.run(failure, id);
    },
    markDeleted(id) {
      erase.run(id);
    },
  };
}

function conditions(filter: MessageFilter): { where: string; values: SQLInputValue[] } {
  const parts: [string, SQLInputValue | undefined][] = [
    ['id = ?', filter.id],
    ['chat_jid = ?', filter.chatJid],
    ['from_me = ?', filter.fromMe && 1],
    ['sent_at >= ?', filter.sentFromMs],
    ['sent_at <= ?', filter.sentUntilMs],
  ];
  const given = parts.filter((part): part is [string, SQLInputValue] => part[1] !== undefined);
  const where = given.length === 0 ? '' : `WHERE ${given.map(([sql]) => sql).join(' AND ')}`;
  return { where, values: given.map(([, value]) => value) };
}
