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
  const refused = await countFirstContacts(
    work,
    configId,
    "d.status = 'failed' and d.reason = 'whatsapp_error'",
    since,
  );
  if (refused < REFUSALS || (await countFirstContacts(work, configId, ARRIVED, since)) > 0) return;
  Object.assign(config, { restrictedAt: now, restrictedUntil: now.add({ hours: TRY_AGAIN_HOURS }) });
  if (!isOff(config)) config.state = 'restricted';
  await em.flush();
  await tellRestricted(work, deps, config, refused);
}

const ARRIVED = "d.status in ('delivered', 'read')";

async function countFirstContacts(work: Work, configId: number, condition: string, sentSince: Temporal.Instant) {
  const first = isFirstContact(sentSince);
  const sql = `select count(distinct d.recipient_key) as found from deliveries d
    where d.evolution_config_id = ? and ${condition} and d.sent_at >= ? and ${first.sql}`;
  const values = [configId, toSqlInstant(sentSince), ...first.values];
  const [row] = await selectRows<{ found: number }>(work.em, sql, values);
  return Number(row!.found);
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
  if ((await countFirstContacts(work, config.id, ARRIVED, restrictedAt)) > 0) {
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
