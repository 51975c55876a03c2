import type { DatabaseSync } from 'node:sqlite';
import { canonicalJid, digitsOf, isLid, lidOf, numberForms, personJid } from '../gateway-jid.ts';

export interface Person {
  /** `<digits>@s.whatsapp.net`, the form under which WhatsApp knows the number. */
  readonly jid: string;
  readonly lid: string;
  readonly name: string;
  /** `own` is the account that the bot answers on. */
  readonly role: 'own' | 'admin' | 'contact' | 'stranger';
  /** Which of the two ids the gateway shows first when this person writes in private. */
  readonly addressing: 'pn' | 'lid';
}

export interface People {
  add(person: Person): void;
  all(): Person[];
  get(jid: string): Person | undefined;
  /** Whoever has this number, with or without its 9th digit, or this LID. */
  find(jid: string): Person | undefined;
  /** As `find`; a number never seen before becomes a person without a name. A LID never seen before throws. */
  meet(jid: string): Person;
}

const COLUMNS = 'jid, lid, name, role, addressing';

export function peopleStore(db: DatabaseSync): People {
  const insert = db.prepare(`INSERT OR IGNORE INTO people (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`);
  const byJid = db.prepare(`SELECT ${COLUMNS} FROM people WHERE jid = ?`);
  const byLid = db.prepare(`SELECT ${COLUMNS} FROM people WHERE lid = ?`);
  const everyone = db.prepare(`SELECT ${COLUMNS} FROM people ORDER BY rowid`);

  const people: People = {
    add(person) {
      insert.run(person.jid, person.lid, person.name, person.role, person.addressing);
    },
    all: () => everyone.all() as unknown as Person[],
    get: jid => byJid.get(jid) as Person | undefined,
    find(jid) {
      if (isLid(jid)) return byLid.get(jid) as Person | undefined;
      return numberForms(digitsOf(jid))
        .map(form => people.get(personJid(form)))
        .find(person => person !== undefined);
    },
    meet(jid) {
      const known = people.find(jid);
      if (known) return known;
      if (isLid(jid)) throw new Error(`no phone is known for ${jid}`);
      const digits = digitsOf(jid);
      const person: Person = {
        jid: canonicalJid(digits),
        lid: lidOf(digits),
        name: `+${digits}`,
        role: 'contact',
        addressing: 'pn',
      };
      people.add(person);
      return person;
    },
  };
  return people;
}
