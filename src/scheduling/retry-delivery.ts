import { LockMode } from '@mikro-orm/core';
import { Delivery, Occurrence } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { LATE } from './late/late-question.ts';
import { presentNumber, readdress, sameRunTo } from './present-number.ts';
import { SEND_WITHIN_MINUTES } from './send-within.ts';
import { suppressedAmong } from './suppress.ts';
import type { Work } from './work.ts';

/**
 * Queues a message once more that failed, or that is held because it is late, with the text that it had, to the number that
 * its contact has now. One whose fate is unknown may have arrived: it is only sent again by somebody who knows that.
 *
 * @param options.evenIfArrived whoever asks accepts that an uncertain message may arrive twice
 * @throws UserError `log_not_found` (404), `not_retryable` (409, with the status), `may_have_arrived` (409), `opted_out`
 *   (409), `same_run` (409) where the contact's present number has a message of the same run
 */
export async function retryDelivery(work: Work, id: number, options: { evenIfArrived: boolean }): Promise<Delivery> {
  const { em } = work;
  const delivery = await em.findOne(
    Delivery,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, populate: ['occurrence', 'schedule', 'evolutionConfig'] },
  );
  if (!delivery) throw new UserError('log_not_found', { id }, 404);
  const { status, reason } = delivery;
  const isHeldLate = status === 'held' && reason === LATE;
  const isRetryable = (status === 'failed' || status === 'uncertain' || isHeldLate) && delivery.text !== '';
  if (!isRetryable) throw new UserError('not_retryable', { id, status, hasText: delivery.text !== '' }, 409);
  if (status === 'uncertain' && !options.evenIfArrived) {
    throw new UserError('may_have_arrived', { id, name: delivery.recipientName }, 409);
  }
  const present = await presentNumber(work, delivery);
  const stopped = await suppressedAmong(em, [delivery.recipientKey, ...(present ? [present.key] : [])]);
  if (stopped.size > 0) throw new UserError('opted_out', { count: 1, names: [delivery.recipientName] }, 409);
  const twin = present && (await sameRunTo(work, delivery, present.key));
  if (twin) throw new UserError('same_run', { id, name: delivery.recipientName, twin: twin.id }, 409);
  const isMoved = present !== null && present.key !== delivery.recipientKey;
  if (present) readdress(delivery, present);
  await queueAgain(work, delivery);
  await audit(work, {
    action: 'log.retry',
    entityType: 'log',
    entityId: id,
    before: { status, reason: reason ?? null },
    after: { status: 'queued', phone: isMoved ? present.phone : null },
  });
  work.nudge('send');
  return delivery;
}

/**
 * Puts a message back into the queue because a person wants so: with all its attempts, a new deadline, and its run open.
 * A loaded `schedule` says how long it may take.
 */
export async function queueAgain(work: Work, delivery: Delivery): Promise<void> {
  const { now } = work;
  Object.assign(delivery, {
    ...{ status: 'queued', reason: null, messageId: null, sentJid: null, sentAt: null, claimedBy: null },
    ...{ leaseUntil: null, askedAt: null, attempts: 0, nextAttemptAt: now, updatedAt: now },
    cappedAt: null,
    wantedAt: now,
    giveUpAt: now.add({ minutes: delivery.schedule?.sendWithinMinutes ?? SEND_WITHIN_MINUTES }),
  });
  await reopen(work, delivery);
}

/** The run ends anew with this message, so that its author hears of it if it fails again. */
async function reopen({ em }: Work, { occurrence }: Delivery): Promise<void> {
  if (!occurrence) return;
  await em.nativeUpdate(Occurrence, { id: occurrence.id, status: 'done' }, { status: 'firing', finishedAt: null });
}
