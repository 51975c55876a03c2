import {
  Delivery,
  type DeliveryStatus,
  EvolutionConfig,
  InboxEvent,
  OutboxMessage,
  Schedule,
} from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { NOT_RESENT } from '../answer-uncertain.ts';
import { ledgerFaults } from './ledger-faults.ts';

/** Not settled yet: these must be few, and never the same for long. */
const OPEN: readonly DeliveryStatus[] = ['queued', 'waiting_connection', 'held', 'sending', 'uncertain'];

/** What somebody who watches the installation from outside wants to be woken up by. */
export interface Gauges {
  openDeliveries: Record<string, number>;
  /** Since when the oldest message that nobody has begun to send is due; 0 when there is none. */
  oldestQueuedSeconds: number;
  schedules: Record<string, number>;
  inboxPending: number;
  repliesQueued: number;
  /** What the hourly audit found, by law. */
  ledgerFaults: Record<string, number>;
  instances: { name: string; isOpen: boolean; isPaused: boolean }[];
}

export async function gauges(em: Em, now: Temporal.Instant): Promise<Gauges> {
  const openDeliveries = await em.countBy(Delivery, 'status', {
    where: { status: { $in: [...OPEN] }, $or: [{ reason: null }, { reason: { $ne: NOT_RESENT } }] }, // somebody has decided about these
  });
  const [oldest] = await em.find(
    Delivery,
    { status: { $in: ['queued', 'waiting_connection'] }, dueAt: { $lte: now } },
    { orderBy: { dueAt: 'asc' }, limit: 1, fields: ['dueAt'] },
  );
  const configs = await em.findAll(EvolutionConfig, { orderBy: { id: 'asc' } });
  return {
    openDeliveries: { ...Object.fromEntries(OPEN.map(status => [status, 0])), ...openDeliveries },
    oldestQueuedSeconds: oldest ? now.since(oldest.dueAt).total('seconds') : 0,
    schedules: await em.countBy(Schedule, 'status', { where: { deletedAt: null } }),
    inboxPending: await em.count(InboxEvent, { status: 'pending' }),
    repliesQueued: await em.count(OutboxMessage, { status: 'queued' }),
    ledgerFaults: await ledgerFaults(em),
    instances: configs.map(({ name, state, pausedAt }) => ({
      name,
      isOpen: state === 'open',
      isPaused: Boolean(pausedAt),
    })),
  };
}
