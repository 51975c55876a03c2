import { Delivery, type DeliveryStatus } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { UserError } from '../../errors.ts';
import { contains, findPage, type Page, type PageRequest } from './paging.ts';

const COLUMNS = { due_at: 'dueAt', sent_at: 'sentAt', created_at: 'createdAt', status: 'status' };

export interface LogFilter {
  schedule?: number;
  occurrence?: number;
  status?: DeliveryStatus;
  /** Any of these. */
  statuses?: readonly DeliveryStatus[];
  /** A part of the recipient's name, or of its number. */
  recipient?: string;
  /** By when they were due: `from` inclusive, `to` exclusive. */
  from?: Temporal.Instant;
  to?: Temporal.Instant;
}

/** Deliveries, newest first. */
export function listLogs(em: Em, request: PageRequest & LogFilter): Promise<Page<Delivery>> {
  const { schedule, occurrence, status, statuses, recipient, from, to } = request;
  const where = {
    ...(schedule ? { schedule } : {}),
    ...(occurrence ? { occurrence } : {}),
    ...(status ? { status } : {}),
    ...(statuses ? { status: { $in: [...statuses] } } : {}),
    ...(recipient
      ? { $or: [contains('recipient_name', recipient), contains('jid', recipient.replace(/^\+/, ''))] }
      : {}),
    ...(from || to ? { dueAt: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } } : {}),
  };
  return findPage(em, Delivery, where, request, COLUMNS, { default: ['-due_at'], populate: ['occurrence'] });
}

/** @throws UserError `log_not_found` (404) */
export async function getLog(em: Em, id: number): Promise<Delivery> {
  const log = await em.findOne(Delivery, id, { populate: ['occurrence'] });
  if (!log) throw new UserError('log_not_found', { id }, 404);
  return log;
}
