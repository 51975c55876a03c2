/**
 * An account that WhatsApp restricts: it may go on with conversations that it has, but not begin new ones (its error 463,
 * "reach-out time lock"). The gateway does not pass the number on: the send is accepted, and then a receipt says ERROR
 * (evolution-api.md §5.3, §8 rows 4 and 13). Going on turns a restriction into a ban.
 */
import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import { toSqlInstant } from '../db/instant-type.ts';
import { selectRows } from '../db/statements.ts';
import { liftRestriction } from '../scheduling/lift-restriction.ts';
import { noteAll } from '../scheduling/trail.ts';
import type { Work } from '../scheduling/work.ts';
import { lockInstance } from './connection.ts';
import type { DeliveryDeps } from './deps.ts';
import { isFirstContact } from './first-contacts.ts';
import { isOff } from './instance-state.ts';
import { tellRestricted, tellUnrestricted } from './pause-notices.ts';

/** So many first contacts refused within this time, and none that arrived meanwhile, mean a restriction. */
const REFUSALS = 3;
const WITHIN_MINUTES = 60;
/** Of more than so many refusals nobody needs to know the number. */
const COUNTED = 100;
/** How long until one first contact is tried again. WhatsApp tells nobody how long a restriction lasts. */
const TRY_AGAIN_HOURS = 6;
const REASON = 'restricted';
const HOLD_BATCH = 500;

/** A message to a person that WhatsApp refused after it was sent: is it this person, or the account? */
export async function learnFromRefusal(work: Work, deps: Pick<DeliveryDeps, 'say'>, configId: number): Promise<void> {
  const { em, now } = work;
  const config = await lockInstance(work, configId);
  if (!config) return;
  if (config.restrictedAt) {
    config.restrictedUntil = now.add({ hours: TRY_AGAIN_HOURS });
    return;
  }
  const since = now.subtract({ minutes: WITHIN_MINUTES });
  const refused = await countFirstContacts(work, configId, REFUSED, since, COUNTED);
  if (refused < REFUSALS || (await hasArrived(work, configId, since))) return;
  Object.assign(config, { restrictedAt: now, restrictedUntil: now.add({ hours: TRY_AGAIN_HOURS }) });
  if (!isOff(config)) config.state = 'restricted';
  await em.flush();
  await tellRestricted(work, deps, config, refused);
}

const REFUSED = "d.status = 'failed' and d.reason = 'whatsapp_error'";
const ARRIVED = "d.status in ('delivered', 'read')";
/** Nothing waits longer than that: the most that `send_within_minutes` may be. */
const LONGEST_WAIT_HOURS = 30 * 24;

const hasArrived = async (work: Work, configId: number, sentSince: Temporal.Instant) =>
  (await countFirstContacts(work, configId, ARRIVED, sentSince, 1)) > 0;

/**
 * How many people, at most `most`: this is asked at every refusal, and counting all that arrived would take the longer the
 * better a number works. The bound on what was due serves the claim's index, so that years of messages are not read.
 */
async function countFirstContacts(
  work: Work,
  configId: number,
  condition: string,
  sentSince: Temporal.Instant,
  most: number,
): Promise<number> {
  const first = isFirstContact(sentSince);
  const sql = `select distinct d.recipient_key from deliveries d
    where ${condition} and d.evolution_config_id = ? and d.next_attempt_at >= ? and d.sent_at >= ? and ${first.sql}
    limit ${most}`;
  const dueSince = sentSince.subtract({ hours: LONGEST_WAIT_HOURS });
  const values = [configId, toSqlInstant(dueSince), toSqlInstant(sentSince), ...first.values];
  return (await selectRows(work.em, sql, values)).length;
}

/**
 * Holds the first contacts of a restricted instance back from the claim that follows; messages to people it knows and to
 * groups go on. Call it under the instance's row lock.
 */
export async function holdFirstContacts(work: Work, config: EvolutionConfig, now: Temporal.Instant): Promise<void> {
  if (!config.restrictedAt) return;
  const { em } = work;
  const first = isFirstContact(config.restrictedAt);
  // One that may try keeps the reason: it is not held again while it waits for its turn.
  const sql = `select d.id from deliveries d where d.evolution_config_id = ? and d.status = 'queued'
    and d.next_attempt_at <= ? and (d.reason is null or d.reason <> '${REASON}') and ${first.sql} limit ${HOLD_BATCH}`;
  for (;;) {
    const rows = await selectRows<{ id: number }>(em, sql, [config.id, toSqlInstant(now), ...first.values]);
    const ids = rows.map(({ id }) => Number(id));
    if (ids.length > 0) await hold(work, config, ids);
    if (ids.length < HOLD_BATCH) return;
  }
}

async function hold(work: Work, config: EvolutionConfig, ids: number[]): Promise<void> {
  const held = { status: 'held' as const, reason: REASON, updatedAt: work.now };
  await work.em.nativeUpdate(Delivery, { id: { $in: ids } }, held);
  await noteAll(
    work,
    ids.map(id => ({ id, evolutionConfig: config })),
    'waited',
    { reason: REASON },
  );
}

/**
 * Ends a restriction when a first contact that tried has arrived, and lets one try when it is time to.
 *
 * @param config locked
 */
export async function reviewRestriction(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
): Promise<void> {
  const { restrictedAt, restrictedUntil } = config;
  if (!restrictedAt) return;
  if (await hasArrived(work, config.id, restrictedAt)) {
    await tellUnrestricted(work, deps, config, await liftRestriction(work, config));
  } else if (!restrictedUntil || Temporal.Instant.compare(restrictedUntil, work.now) <= 0) {
    await letOneTry(work, config);
  }
}

async function letOneTry({ em, now, nudge }: Work, config: EvolutionConfig): Promise<void> {
  const [oldest] = await em.find(
    Delivery,
    { evolutionConfig: config.id, status: 'held', reason: REASON, giveUpAt: { $gt: now } },
    { orderBy: { nextAttemptAt: 'asc', id: 'asc' }, limit: 1, fields: ['id'] },
  );
  if (!oldest) return;
  await em.nativeUpdate(Delivery, { id: oldest.id, status: 'held' }, { status: 'queued', updatedAt: now });
  config.restrictedUntil = now.add({ hours: TRY_AGAIN_HOURS });
  nudge('send');
}
