import { type ConnectionState, Delivery, EvolutionConfig, OutboxMessage } from '../db/entities/index.ts';
import { isSqlite } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { noteStop } from '../scheduling/late/stops.ts';
import type { Work } from '../scheduling/work.ts';
import type { ConnectionEvent } from '../whatsapp/gateway-events.ts';
import type { DeliveryDeps } from './deps.ts';
import { isOff } from './instance-state.ts';
import { tellReturn } from './outage-notices.ts';
import { reviewLate } from './review-late.ts';

/** What an event, a probe or a failed send says. `unknown`: the gateway itself cannot be asked. */
export interface ConnectionNews {
  state: ConnectionEvent['state'] | 'unknown';
  ownJid: string | null;
}

/** The instance's row, locked before any of its deliveries: claims lock in this order too. */
export async function lockInstance({ em }: Pick<Work, 'em'>, id: number): Promise<EvolutionConfig | null> {
  await em.flush(); // reading it anew would undo what this unit of work has noted so far
  // As `findOne` would, by a statement that stays prepared: every claim begins here, also the one at the instant.
  const lock = isSqlite(em) ? '' : ' for update';
  const [row] = await selectRows<object>(em, `select * from evolution_configs where id = ?${lock}`, [id]);
  return row ? em.map(EvolutionConfig, row) : null;
}

/**
 * Notes an instance's connection. When it is open again, what waited for it and is not too late is sent, paced as ever, and
 * the admins hear of an outage that mattered.
 */
export async function applyConnection(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  configId: number,
  { state, ownJid }: ConnectionNews,
): Promise<void> {
  const config = await lockInstance(work, configId);
  if (!config) return;
  if (ownJid) config.ownJid = ownJid;
  if (state === 'open') await open(work, deps, config);
  else noteOff(config, state === 'refused' ? 'close' : state, work.now);
}

/** Notes that an instance cannot send. Since when stays, while one reason gives way to another. */
export function noteOff(config: EvolutionConfig, state: ConnectionState, now: Temporal.Instant): void {
  if (!isOff(config)) config.stateAt = now;
  config.state = state;
  config.stateAt ??= now;
}

async function open(work: Work, deps: Pick<DeliveryDeps, 'say'>, config: EvolutionConfig): Promise<void> {
  const { em, now } = work;
  const offSince = isOff(config) ? (config.stateAt ?? null) : null;
  if (offSince || !config.stateAt) config.stateAt = now;
  config.state = config.restrictedAt ? 'restricted' : 'open';
  let isLate = false;
  if (offSince) {
    noteStop(work, config, 'connection', offSince);
    isLate = await reviewLate(work, deps, config); // before anything is let go
  }
  const released = await releaseWaiting(work, config.id);
  if (!offSince) return;
  await em.nativeUpdate(
    OutboxMessage,
    { evolutionConfig: config.id, status: 'queued', nextAttemptAt: { $gt: now } },
    { nextAttemptAt: now },
  );
  await tellReturn(work, deps, config, { offSince, released, isLate });
  config.troubleToldAt = null;
  work.nudge('reply');
}

/**
 * Queues again what waited for the connection, each message in its old place: `nextAttemptAt` is left as it was, so that
 * the older ones are before the younger ones still.
 *
 * @returns how many there were
 */
export async function releaseWaiting(work: Pick<Work, 'em' | 'now' | 'nudge'>, configId: number): Promise<number> {
  const released = await work.em.nativeUpdate(
    Delivery,
    { evolutionConfig: configId, status: 'waiting_connection' },
    { status: 'queued', updatedAt: work.now },
  );
  if (released > 0) work.nudge('send');
  return released;
}
