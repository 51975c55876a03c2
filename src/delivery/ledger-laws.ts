/** What must hold of every promise, as queries that find what breaks it. Each gives one column, `id`. */
import type { SqlValue } from '../db/statements.ts';

/** Every law; `templates/replies/conferencia/<law>.hbs` says what it means that one is broken. */
export const LEDGER_LAWS = [
  'unplanned', // an active schedule has a next occurrence
  'unaccounted', // an instant of an active schedule's rule has an occurrence (audit-ledger.ts)
  'overdue', // a planned occurrence that is due has been fired
  'unsettled', // a run whose messages are all settled is over
  'done_early', // a run that is over has nothing left that can change by itself
  'empty_run', // a run has a message for each recipient, or says that there were none
  'half_made', // a run that has started has all of its messages
  'stray_messages', // what was skipped or missed has no messages: those that were made ready are taken back
  'no_reason', // what was skipped, missed or cancelled says why
  'overstayed', // a message past its time does not wait
  'lost_lease', // a message on its way belongs to a process that lives
  'undecided', // an uncertain message is settled, or a person has been asked
  'unproven', // a message that left has the gateway's id
  'doubled', // one message of the gateway's is one of ours
] as const;
export type LedgerLaw = (typeof LEDGER_LAWS)[number];

/** What the ids of a law are of. */
export type Subject = 'schedule' | 'occurrence' | 'log';

/** Instants as the database writes them. */
export interface LedgerTimes {
  now: string;
  /** What became so since then may still be under way. */
  settled: string;
  /** How long a message may be looked for after its time. */
  askedBy: string;
  /** What is older has been audited before. */
  since: string;
  /** The database's own clock, less the same grace: for leases. */
  leased: string;
}

interface Law {
  of: Subject;
  sql: string;
  values(times: LedgerTimes): readonly SqlValue[];
}

const OPEN = `(d.status in ('queued', 'waiting_connection', 'held', 'sending') or (d.status = 'uncertain' and d.asked_at is null))`;
const LEFT = `('sent', 'delivered', 'read')`;

export const LAWS: Readonly<Record<Exclude<LedgerLaw, 'unaccounted'>, Law>> = {
  unplanned: {
    of: 'schedule',
    sql: `select s.id from schedules s where s.status = 'active' and s.deleted_at is null and s.updated_at < ? and not exists (
      select 1 from occurrences o where o.schedule_id = s.id and o.status = 'planned')`,
    values: ({ settled }) => [settled],
  },
  overdue: {
    of: 'occurrence',
    sql: `select o.id from occurrences o where o.status = 'planned' and o.due_at < ?`,
    values: ({ settled }) => [settled],
  },
  unsettled: {
    of: 'occurrence',
    sql: `select o.id from occurrences o where o.status = 'firing' and o.fired_at < ? and not exists (
      select 1 from deliveries d where d.occurrence_id = o.id and (${OPEN} or d.updated_at >= ?))`,
    values: ({ settled }) => [settled, settled],
  },
  done_early: {
    of: 'log',
    sql: `select d.id from deliveries d join occurrences o on o.id = d.occurrence_id where ${OPEN} and o.status <> 'firing'`,
    values: () => [],
  },
  empty_run: {
    of: 'occurrence',
    sql: `select o.id from occurrences o where o.status in ('firing', 'done') and o.due_at >= ? and o.fired_at < ?
      and (o.reason is null or o.reason <> 'no_recipients')
      and not exists (select 1 from deliveries d where d.occurrence_id = o.id)`,
    values: ({ since, settled }) => [since, settled],
  },
  half_made: {
    of: 'occurrence',
    sql: 'select o.id from occurrences o where o.unmade is not null and o.fired_at < ?',
    values: ({ settled }) => [settled],
  },
  stray_messages: {
    of: 'occurrence',
    sql: `select o.id from occurrences o where o.status in ('planned', 'skipped', 'missed') and o.due_at >= ?
      and exists (select 1 from deliveries d where d.occurrence_id = o.id)`,
    values: ({ since }) => [since],
  },
  no_reason: {
    of: 'occurrence',
    sql: `select o.id from occurrences o where o.status in ('skipped', 'missed', 'cancelled') and o.due_at >= ? and o.reason is null`,
    values: ({ since }) => [since],
  },
  overstayed: {
    of: 'log',
    sql: `select d.id from deliveries d where d.status in ('queued', 'waiting_connection', 'held') and d.give_up_at < ?`,
    values: ({ settled }) => [settled],
  },
  lost_lease: {
    of: 'log',
    sql: `select d.id from deliveries d where d.status = 'sending' and (d.lease_until is null or d.lease_until < ?)`,
    values: ({ leased }) => [leased],
  },
  undecided: {
    of: 'log',
    sql: `select d.id from deliveries d where d.status = 'uncertain' and d.asked_at is null and d.updated_at < ? and d.give_up_at < ?`,
    values: ({ askedBy }) => [askedBy, askedBy],
  },
  unproven: {
    of: 'log',
    sql: `select d.id from deliveries d where d.status in ${LEFT} and d.due_at >= ? and (d.message_id is null or d.sent_at is null)`,
    values: ({ since }) => [since],
  },
  doubled: {
    of: 'log',
    sql: `select max(d.id) as id from deliveries d where d.due_at >= ? and d.message_id is not null
      group by d.evolution_config_id, d.message_id having count(*) > 1`,
    values: ({ since }) => [since],
  },
};
