import type { DatabaseSync } from 'node:sqlite';

export interface Group {
  readonly jid: string;
  readonly subject: string;
  readonly description: string;
  /** Only admins may write. */
  readonly announce: boolean;
  readonly createdAtMs: number;
}

export interface Member {
  readonly personJid: string;
  readonly admin: 'superadmin' | 'admin' | null;
}

export interface Groups {
  add(group: Group): void;
  all(): Group[];
  get(jid: string): Group | undefined;
  members(jid: string): Member[];
  addMember(jid: string, member: Member): void;
  removeMember(jid: string, personJid: string): void;
}

interface GroupRow extends Omit<Group, 'announce'> {
  readonly announce: number;
}

const COLUMNS = 'jid, subject, description, announce, created_at AS createdAtMs';
const toGroup = (row: GroupRow): Group => ({ ...row, announce: row.announce === 1 });

export function groupsStore(db: DatabaseSync): Groups {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO groups (jid, subject, description, announce, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const every = db.prepare(`SELECT ${COLUMNS} FROM groups ORDER BY rowid`);
  const byJid = db.prepare(`SELECT ${COLUMNS} FROM groups WHERE jid = ?`);
  const membersOf = db.prepare('SELECT person_jid AS personJid, admin FROM members WHERE group_jid = ? ORDER BY rowid');
  const join = db.prepare('INSERT OR IGNORE INTO members (group_jid, person_jid, admin) VALUES (?, ?, ?)');
  const leave = db.prepare('DELETE FROM members WHERE group_jid = ? AND person_jid = ?');
  return {
    add(group) {
      insert.run(group.jid, group.subject, group.description, group.announce ? 1 : 0, group.createdAtMs);
    },
    all: () => (every.all() as unknown as GroupRow[]).map(toGroup),
    get(jid) {
      const row = byJid.get(jid) as unknown as GroupRow | undefined;
      return row && toGroup(row);
    },
    members: jid => membersOf.all(jid) as unknown as Member[],
    addMember(jid, member) {
      join.run(jid, member.personJid, member.admin);
    },
    removeMember(jid, personJid) {
      leave.run(jid, personJid);
    },
  };
}
