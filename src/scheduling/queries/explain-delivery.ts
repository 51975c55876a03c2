import {
  AuditEntry,
  type Delivery,
  DeliveryNote,
  GroupMember,
  Schedule,
  ScheduleRecipient,
} from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';
import { describePlainly } from '../../schedule/describe-plainly.ts';
import { timedOf } from '../timed.ts';
import { RECALL_STATES } from '../trail.ts';
import { endOf, outcomeSteps, type Step } from './delivery-outcome.ts';
import { getLog } from './list-logs.ts';

/** Why a message went out, or did not: what was decided, when and by whom, oldest first. */
export interface Explanation {
  delivery: Delivery;
  steps: Step[];
}

/** Changes of the schedule that are told; older ones are in its history. */
const CHANGES_TOLD = 5;
/** Those that also concern a message that is there already; an edit is for the runs after it. */
const STOP_OR_GO = ['schedule.pause', 'schedule.resume', 'schedule.cancel', 'schedule.delete', 'schedule.restore'];

/**
 * The decision trail of a message, from what is stored: who scheduled it, what was changed since, when it came due, by
 * which way its recipient was reached, what was decided about it on its way, and what became of it.
 *
 * @throws UserError `log_not_found` (404)
 */
export async function explainDelivery(em: Em, id: number): Promise<Explanation> {
  const delivery = await getLog(em, id);
  const steps = [
    ...(delivery.schedule ? await scheduleSteps(em, delivery, delivery.schedule.id) : await directSteps(em, delivery)),
    ...(await runSteps(em, delivery)),
    ...(await retrySteps(em, id)),
    ...(await noteSteps(em, id)),
    ...outcomeSteps(delivery),
  ];
  return { delivery, steps: steps.toSorted((one, other) => Temporal.Instant.compare(one.at, other.at)) };
}

async function scheduleSteps(em: Em, delivery: Delivery, scheduleId: number): Promise<Step[]> {
  const schedule = await em.findOneOrFail(Schedule, scheduleId); // a deleted one stays as long as its logs
  const { id, title, createdAt, createdBy, source, timezone } = schedule;
  const details = { id, title, by: createdBy, source, timezone, description: describePlainly(timedOf(schedule), null) };
  const end = endOf(delivery);
  const onItsWay = { action: { $in: STOP_OR_GO }, ...(end && { at: { $lte: end } }) };
  const changes = await em.find(
    AuditEntry,
    {
      ...{ entityType: 'schedule', entityId: id, action: { $ne: 'schedule.create' } },
      $or: [{ at: { $lte: delivery.createdAt } }, onItsWay],
    },
    { orderBy: { id: 'desc' }, limit: CHANGES_TOLD },
  );
  return [
    { at: createdAt, code: 'scheduled', details },
    ...changes
      .toReversed()
      .map(({ at, action, actorName }) => ({ at, code: 'changed', details: { action, by: actorName } })),
  ];
}

/** A message without a schedule was sent by somebody, in the very transaction that made its row. */
async function directSteps(em: Em, { id, createdAt }: Delivery): Promise<Step[]> {
  const sends = await em.find(AuditEntry, { action: 'message.send', at: createdAt });
  const send = sends.find(({ after }) => Array.isArray(after?.deliveries) && after.deliveries.includes(id));
  return [{ at: createdAt, code: 'sent_now', details: { by: send?.actorName ?? null, source: send?.source ?? null } }];
}

async function runSteps(em: Em, delivery: Delivery): Promise<Step[]> {
  const { occurrence, schedule, createdAt } = delivery;
  if (!occurrence || !schedule) return [];
  const { plannedAt, dueAt, late, firedAt, replaced } = occurrence;
  const isMoved = !plannedAt.equals(dueAt);
  const lists = await listsBetween(em, schedule.id, delivery.recipientKey);
  return [
    {
      at: firedAt ?? createdAt,
      code: 'came_due',
      details: { plannedAt: plannedAt.toString(), dueAt: dueAt.toString(), isMoved, isLate: late, replaced, lists },
    },
  ];
}

/** The schedule's lists through which the recipient was reached, as far as it is in them today. */
async function listsBetween(em: Em, scheduleId: number, recipientKey: string): Promise<string[]> {
  const recipients = await em.find(ScheduleRecipient, { schedule: scheduleId, group: { $ne: null } });
  const groups = recipients.flatMap(({ group }) => (group ? [group.id] : []));
  const members = await em.find(
    GroupMember,
    { group: { $in: groups, kind: 'list' }, memberKey: recipientKey },
    { populate: ['group'] },
  );
  return members.map(({ group }) => group.name);
}

async function retrySteps(em: Em, id: number): Promise<Step[]> {
  const retries = await em.find(
    AuditEntry,
    { entityType: 'log', entityId: id, action: 'log.retry' },
    { orderBy: { id: 'asc' } },
  );
  return retries.map(({ at, actorName, before, after }) => ({
    at,
    code: 'retried',
    details: {
      ...{ by: actorName, status: before?.status ?? null, reason: before?.reason ?? null },
      phone: after?.phone ?? null,
    },
  }));
}

async function noteSteps(em: Em, id: number): Promise<Step[]> {
  const notes = await em.find(
    DeliveryNote,
    { delivery: id, code: { $nin: [...RECALL_STATES] } },
    { orderBy: { id: 'asc' } },
  );
  return notes.map(({ at, code, details }) => ({ at, code, details: details ?? {} }));
}
