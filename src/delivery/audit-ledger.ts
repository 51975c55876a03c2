import { AuditEntry, Occurrence, Schedule } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { databaseNow, type Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { earliest, latest } from '../schedule/instants.ts';
import { instantsBetween } from '../schedule/recurrence.ts';
import { timedOf } from '../scheduling/timed.ts';
import { LAWS, type LedgerLaw, type LedgerTimes, type Subject } from './ledger-laws.ts';

/** Something that does not add up. */
export interface LedgerFault {
  law: LedgerLaw;
  of: Subject;
  count: number;
  /** Ids of the first few. */
  ids: number[];
}

/** What is younger may be under way in another transaction, or waits for the next sweep. */
const GRACE_MINUTES = 10;
/** How long the search for an uncertain message may take after its time: two of the longest pauses, and a question's wait. */
const ASKED_WITHIN_MINUTES = 60;
/** How far back it looks: an hour that could not be audited is made up for within the day. */
const WINDOW_HOURS = 26;
const IDS_TOLD = 5;
const SCHEDULES_AT_ONCE = 200;
/** Instants of one rule that are looked at: a send each minute of the window. */
const MAX_INSTANTS = WINDOW_HOURS * 60;

/**
 * Proves that the sum closes: that every instant that was promised has its row, every row its end with a reason, and
 * every message one fate. Only reads; nothing is repaired here, since what breaks a law is a bug or a hand in the tables.
 *
 * @returns the laws that are broken, in their order; none when all is well
 */
export async function auditLedger(em: Em, now: Temporal.Instant): Promise<LedgerFault[]> {
  const settled = now.subtract({ minutes: GRACE_MINUTES });
  const since = now.subtract({ hours: WINDOW_HOURS });
  const times: LedgerTimes = {
    ...{ now: toSqlInstant(now), settled: toSqlInstant(settled), since: toSqlInstant(since) },
    askedBy: toSqlInstant(now.subtract({ minutes: ASKED_WITHIN_MINUTES })),
    leased: toSqlInstant((await databaseNow(em)).subtract({ minutes: GRACE_MINUTES })),
  };
  const faults: LedgerFault[] = [];
  for (const [law, { of, sql, values }] of Object.entries(LAWS)) {
    const rows = await selectRows<{ id: number }>(em, sql, values(times));
    faults.push(
      faultOf(
        law as LedgerLaw,
        of,
        rows.map(({ id }) => Number(id)),
      ),
    );
  }
  faults.push(faultOf('unaccounted', 'schedule', await unaccounted(em, { since, until: settled })));
  return faults.filter(({ count }) => count > 0);
}

function faultOf(law: LedgerLaw, of: Subject, ids: number[]): LedgerFault {
  return { law, of, count: ids.length, ids: ids.toSorted((one, other) => one - other).slice(0, IDS_TOLD) };
}

/**
 * Active schedules that owe an instant: their rule has one that no occurrence stands for. Only since the last change by
 * anybody, for before it the rule was another one, or paused; and up to what is planned next, from which firing goes on.
 */
async function unaccounted(em: Em, { since, until }: { since: Temporal.Instant; until: Temporal.Instant }) {
  const owing: number[] = [];
  for (let after = 0; ; ) {
    const schedules = await em.find(
      Schedule,
      { status: 'active', deletedAt: null, id: { $gt: after } },
      { orderBy: { id: 'asc' }, limit: SCHEDULES_AT_ONCE },
    );
    const last = schedules.at(-1);
    if (!last) return owing;
    after = last.id;
    const rows = await rowsOf(em, schedules, since);
    const changes = await changesOf(em, schedules, since);
    for (const schedule of schedules) {
      const from = latest(since, schedule.createdAt, ...(changes.get(schedule.id) ?? []));
      if (owes(schedule, rows.get(schedule.id) ?? [], { from, until })) owing.push(schedule.id);
    }
    em.clear();
  }
}

type Row = Pick<Occurrence, 'plannedAt' | 'status' | 'dueAt' | 'lastPlannedAt'>;

function owes(
  schedule: Schedule,
  rows: readonly Row[],
  { from, until }: { from: Temporal.Instant; until: Temporal.Instant },
): boolean {
  const next = rows.filter(({ status, plannedAt, dueAt }) => status === 'planned' && plannedAt.equals(dueAt));
  const end = earliest(until, ...next.map(({ plannedAt }) => plannedAt));
  if (Temporal.Instant.compare(end, from) <= 0) return false;
  const instants = instantsBetween(timedOf(schedule), { after: from, until: end, limit: MAX_INSTANTS });
  const has = new Set(rows.map(({ plannedAt }) => plannedAt.epochMilliseconds));
  // Many missed instants share a row.
  const shared = rows.filter(({ lastPlannedAt }) => lastPlannedAt);
  const isShared = (instant: Temporal.Instant) =>
    shared.some(({ plannedAt, lastPlannedAt }) => isBetween(instant, plannedAt, lastPlannedAt!));
  return instants.some(instant => !has.has(instant.epochMilliseconds) && !isShared(instant));
}

async function rowsOf(em: Em, schedules: readonly Schedule[], since: Temporal.Instant) {
  const rows = await em.find(Occurrence, {
    schedule: { $in: schedules.map(({ id }) => id) },
    $or: [{ plannedAt: { $gte: since } }, { lastPlannedAt: { $gte: since } }, { status: 'planned' }],
  });
  return Map.groupBy(rows, ({ schedule }) => schedule.id);
}

async function changesOf(em: Em, schedules: readonly Schedule[], since: Temporal.Instant) {
  const entries = await em.find(
    AuditEntry,
    { entityType: 'schedule', entityId: { $in: schedules.map(({ id }) => id) }, at: { $gte: since } },
    { fields: ['entityId', 'at'] },
  );
  return new Map(
    [...Map.groupBy(entries, ({ entityId }) => entityId!)].map(([id, of]) => [id, of.map(({ at }) => at)]),
  );
}

const isBefore = (one: Temporal.Instant, other: Temporal.Instant) => Temporal.Instant.compare(one, other) < 0;
const isBetween = (at: Temporal.Instant, from: Temporal.Instant, until: Temporal.Instant) =>
  !isBefore(at, from) && !isBefore(until, at);
