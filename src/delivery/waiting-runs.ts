import { Occurrence } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { BACKFILLED } from '../scheduling/backfill/backfill.ts';
import { RUN_NOW } from '../scheduling/run-now.ts';
import type { Work } from '../scheduling/work.ts';

/**
 * The runs of rules, and the postponed ones, that have come due and of which messages wait for an instance; oldest first,
 * with their schedules. What a person wanted at once is none: it keeps `send_within_minutes`.
 */
export async function waitingRuns({ em, now }: Pick<Work, 'em' | 'now'>, configId: number): Promise<Occurrence[]> {
  const rows = await selectRows<{ id: number }>(
    em,
    `select o.id from occurrences o where o.status = 'firing' and o.due_at <= ?
       and (o.reason is null or o.reason not in ('${RUN_NOW}', '${BACKFILLED}'))
       and exists (
         select 1 from deliveries d where d.occurrence_id = o.id and d.evolution_config_id = ?
           and d.status in ('queued', 'waiting_connection')
       )`,
    [toSqlInstant(now), configId],
  );
  if (rows.length === 0) return [];
  const runs = await em.find(
    Occurrence,
    { id: { $in: rows.map(({ id }) => Number(id)) } },
    { orderBy: { plannedAt: 'asc', id: 'asc' }, populate: ['schedule'] },
  );
  const edited = await wantedByEdit(em, runs);
  return runs.filter(
    ({ id, plannedAt, schedule }) => !edited.has(id) && Temporal.Instant.compare(plannedAt, schedule.createdAt) > 0,
  );
}

/** Those of an edit that said "agora": an instant that had come when it was planned. */
async function wantedByEdit(em: Em, runs: readonly Occurrence[]): Promise<ReadonlySet<number>> {
  const rows = await selectRows<{ id: number }>(
    em,
    `select distinct o.id from occurrences o join audit_entries a
       on a.entity_type = 'schedule' and a.entity_id = o.schedule_id and a.action = 'schedule.edit'
       and a.at between o.planned_at and o.fired_at
     where o.id in (${runs.map(() => '?').join(', ')})`,
    runs.map(({ id }) => id),
  );
  return new Set(rows.map(({ id }) => Number(id)));
}

/**
 * Whether a message of a run has left, or may have; was tried and refused; or was sent again by a person: then the run goes
 * on, and is no longer one that could be missed.
 */
export async function hasBegun(em: Em, occurrenceId: number): Promise<boolean> {
  const sql = `select 1 from deliveries d where d.occurrence_id = ? and (
      d.status in ('sending', 'sent', 'delivered', 'read', 'uncertain', 'cancelled') or d.wanted_at is not null
      or (d.status = 'failed' and d.started_at is not null)
      or (d.status = 'held' and d.reason = 'late')
    ) limit 1`;
  return (await selectRows(em, sql, [occurrenceId])).length > 0;
}
