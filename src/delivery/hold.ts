import { type RawQueryFragment, raw } from '@mikro-orm/core';
import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import type { Em } from '../db/orm.ts';
import { changeRows, selectRows } from '../db/statements.ts';
import { earliest } from '../schedule/instants.ts';
import { SILENCE } from '../scheduling/held-by-silence.ts';
import { currentSilence } from '../scheduling/queries/list-silences.ts';
import { noteWhere } from '../scheduling/trail.ts';
import type { Work } from '../scheduling/work.ts';
import { isOff } from './instance-state.ts';

/**
 * Holds what an instance would send now, when there is a silence: each message comes up again at the end of it, or when
 * its time is up if that is sooner, and then it has failed. What is too old by the end of it is asked about then. Call it
 * under the instance's row lock.
 *
 * @returns whether there is a silence
 */
export async function holdForSilence(work: Work, config: EvolutionConfig, now: Temporal.Instant): Promise<boolean> {
  const silence = (await isSilent(work.em, now)) && (await currentSilence(work.em, now));
  if (!silence) return false;
  const until = silence.until ?? null;
  if (until) config.reviewAt = config.reviewAt ? earliest(config.reviewAt, until) : until;
  await holdUntil(work, config.id, now, { until, reason: SILENCE });
  return true;
}

/**
 * Puts off what an instance would send now. The log says why each message waits, and nobody polls for it: it comes up
 * again then, or when its time is up if that is sooner, and then it has failed.
 *
 * @param hold.until null: nobody knows
 */
export async function holdUntil(
  work: Work,
  configId: number,
  now: Temporal.Instant,
  { until, reason }: { until: Temporal.Instant | null; reason: string },
): Promise<void> {
  const { em } = work;
  const due = {
    evolutionConfig: configId,
    status: { $in: ['queued', 'waiting_connection'] as const },
    nextAttemptAt: { $lte: now },
  };
  const held = { reason, updatedAt: now };
  await em.nativeUpdate(Delivery, { ...due, giveUpAt: { $lte: now } }, { ...held, status: 'failed' });
  const waits = "d.evolution_config_id = ? and d.status in ('queued', 'waiting_connection') and d.next_attempt_at <= ?";
  const values = [configId, toSqlInstant(now)];
  await noteWhere(work, { sql: waits, values }, 'waited', { reason, until: until?.toString() ?? null });
  if (until) await em.nativeUpdate(Delivery, { ...due, giveUpAt: { $gt: until } }, { ...held, nextAttemptAt: until });
  const whenGivenUp: RawQueryFragment<string> = raw('give_up_at');
  await em.nativeUpdate(Delivery, due, { ...held, nextAttemptAt: whenGivenUp });
}

/** The question that every claim asks, and that has one answer nearly always. */
async function isSilent(em: Em, now: Temporal.Instant): Promise<boolean> {
  const sql = 'select 1 from silences where ended_at is null and (until is null or until > ?) limit 1';
  return (await selectRows(em, sql, [toSqlInstant(now)])).length > 0;
}

/**
 * Lets what an instance would send now wait for its connection, when it is known to be off: nothing is posted, no
 * attempt is used up. Call it under the instance's row lock.
 *
 * @returns whether it is off
 */
export async function holdForConnection(work: Work, config: EvolutionConfig, now: Temporal.Instant): Promise<boolean> {
  if (!isOff(config)) return false;
  const reason = config.state === 'unknown' ? (config.failingCode ?? 'gateway_unreachable') : 'not_connected';
  // Both values of `to_group`, for the index.
  const due = "evolution_config_id = ? and status = 'queued' and to_group in (0, 1) and next_attempt_at <= ?";
  const values = [config.id, toSqlInstant(now)];
  await noteWhere(work, { sql: due, values }, 'waited', { reason });
  const set = "status = 'waiting_connection', reason = ?, updated_at = ?";
  await changeRows(work.em, `update deliveries set ${set} where ${due}`, [reason, toSqlInstant(now), ...values]);
  return true;
}
