import { type Em, isSqlite } from '../db/orm.ts';
import { changeRows, selectRows } from '../db/statements.ts';

/** How long a claim holds without being renewed; see leases.ts. */
export const LEASE_SECONDS = 30;

/** Left to itself MySQL's optimizer may take another one, sort all that is queued and lock it. */
const CLAIM_INDEX = 'deliveries_claim_index';

/** A message that is ours to send: what the gateway needs of it. */
export interface Claimed {
  id: number;
  jid: string;
  text: string;
  mentionAll: boolean;
  recipientKey: string;
  toGroup: boolean;
}

export interface ClaimRequest {
  configId: number;
  processId: string;
  /** What is due by then; it also becomes the attempt's start. */
  now: Temporal.Instant;
  /** At most so many. */
  room: number;
  /** Whose turn is first where groups and people both wait. */
  groupTurn: boolean;
}

interface Candidate {
  id: number | string;
  jid: string;
  text: string;
  mentionAll: number;
  recipientKey: string;
  toGroup: number;
  isOver: number;
  optedOut: number;
}

/**
 * Turns the oldest due messages of an instance into `sending` ones, after the guards of the last moment: whoever asked
 * to stop is skipped, what should have left by now has failed. Groups and people share the room half and half, and
 * what one of them leaves the other fills: a group is not behind ten thousand contacts. Call it under the instance's
 * row lock.
 *
 * @param now in UTC as the database writes it, `YYYY-MM-DD HH:MM:SS.mmm`
 * @returns what was claimed; `refused`: how many the guards took out
 */
export async function claimOldest(
  em: Em,
  request: Omit<ClaimRequest, 'now'> & { now: string },
): Promise<{ claimed: Claimed[]; refused: number }> {
  const candidates = await oldestInTurn(em, request);
  const { now } = request;
  const [optedOut, rest] = partition(candidates, row => Number(row.optedOut) > 0);
  const [over, fit] = partition(rest, row => Number(row.isOver) > 0);
  await change(em, `status = 'skipped', reason = 'opted_out', updated_at = ?`, [now], optedOut);
  await change(em, `status = 'failed', reason = coalesce(reason, 'gave_up'), updated_at = ?`, [now], over);
  const leaseUntil = isSqlite(em)
    ? `strftime('%Y-%m-%d %H:%M:%f', 'now', '+${LEASE_SECONDS} seconds')`
    : `timestampadd(second, ${LEASE_SECONDS}, utc_timestamp(3))`;
  const claim = `status = 'sending', reason = null, attempts = attempts + 1, claimed_by = ?, lease_until = ${leaseUntil}, started_at = ?, updated_at = ?`;
  await change(em, claim, [request.processId, now, now], fit);
  return { claimed: fit.map(asClaimed), refused: optedOut.length + over.length };
}

/** The oldest of both kinds, at most `room` together. */
async function oldestInTurn(em: Em, request: Omit<ClaimRequest, 'now'> & { now: string }): Promise<Candidate[]> {
  const { room, groupTurn } = request;
  const half = groupTurn ? Math.ceil(room / 2) : Math.floor(room / 2);
  const groups = await oldest(em, request, { toGroup: 1, limit: room });
  const people = await oldest(em, request, { toGroup: 0, limit: room - Math.min(groups.length, half) });
  return [...groups.slice(0, room - people.length), ...people];
}

/** In the index's own order, which is that of firing, and firing goes by the due instant: nothing is sorted. */
async function oldest(
  em: Em,
  { configId, now }: { configId: number; now: string },
  { toGroup, limit }: { toGroup: 0 | 1; limit: number },
): Promise<Candidate[]> {
  if (limit <= 0) return [];
  // SQLite has one writer at a time, and finds the index by itself.
  const [index, lock] = isSqlite(em) ? ['', ''] : [` force index (${CLAIM_INDEX})`, ' for update of d skip locked'];
  const sql = `select d.id, d.jid, d.text, d.mention_all as mentionAll, d.recipient_key as recipientKey,
      d.to_group as toGroup, d.give_up_at <= ? as isOver,
      exists (select 1 from suppressions s where s.phone_key = d.recipient_key) as optedOut
    from deliveries d${index}
    where d.status = 'queued' and d.evolution_config_id = ? and d.to_group = ? and d.next_attempt_at <= ?
    order by d.next_attempt_at, d.id limit ?${lock}`;
  return selectRows<Candidate>(em, sql, [now, configId, toGroup, now, limit]);
}

/** Changes many rows by their ids, in one statement that is the same for any number of them. */
async function change(em: Em, set: string, values: readonly string[], rows: readonly Pick<Candidate, 'id'>[]) {
  if (rows.length === 0) return;
  const ids = JSON.stringify(rows.map(row => Number(row.id)));
  const sql = isSqlite(em)
    ? `update deliveries set ${set} where id in (select value from json_each(?))`
    : `update deliveries d set ${set} where d.id in (select id from json_table(?, '$[*]' columns (id bigint path '$')) j)`;
  await changeRows(em, sql, [...values, ids]);
}

/**
 * Gives back what a claim took whose commit was reported as failed and yet happened: nobody has these messages, so
 * they were not sent.
 *
 * @param kept ids that this process is sending, or has sent and not recorded yet
 */
export async function giveBack(em: Em, claim: { configId: number; processId: string }, kept: readonly number[]) {
  const ids = isSqlite(em)
    ? 'select value from json_each(?)'
    : `select id from json_table(?, '$[*]' columns (id bigint path '$')) j`;
  await changeRows(
    em,
    `update deliveries set status = 'queued', attempts = attempts - 1, claimed_by = null, lease_until = null
     where evolution_config_id = ? and status = 'sending' and claimed_by = ? and id not in (${ids})`,
    [claim.configId, claim.processId, JSON.stringify(kept)],
  );
}

const asClaimed = ({ id, jid, text, mentionAll, recipientKey, toGroup }: Candidate): Claimed => ({
  ...{ id: Number(id), jid, text, recipientKey },
  ...{ mentionAll: Number(mentionAll) > 0, toGroup: Number(toGroup) > 0 },
});

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter(item => !test(item))];
}
