import { LockMode } from '@mikro-orm/core';
import { Delivery, Occurrence } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { audit } from './audit.ts';
import { queueAgain } from './retry-delivery.ts';
import { suppressedAmong } from './suppress.ts';
import { noteAll } from './trail.ts';
import type { Work } from './work.ts';

/** Why a message stays uncertain for good: a person decided that it is not sent again. */
export const NOT_RESENT = 'not_resent';

/** What became of the messages that somebody was asked about. */
export interface Answered {
  /** Those that the answer was about: they were still in doubt. */
  decided: Delivery[];
  /** Those that had settled meanwhile, or that somebody else had decided about. */
  settled: Delivery[];
  /** Those to people who have asked to stop since: never sent again. */
  optedOut: Delivery[];
}

/**
 * Sends uncertain messages once more, for somebody who was asked and accepts that they may arrive twice; or leaves them
 * as they are, for good. What has settled since the question, or was answered by another admin, stays as it is.
 *
 * @param ids of deliveries
 */
export async function answerUncertain(work: Work, ids: readonly number[], answer: 'sim' | 'não'): Promise<Answered> {
  const { em, now, actor } = work;
  const deliveries = await em.find(
    Delivery,
    { id: { $in: [...ids] } },
    {
      orderBy: { id: 'asc' },
      lockMode: LockMode.PESSIMISTIC_WRITE,
      refresh: true,
      populate: ['schedule', 'occurrence'],
    },
  );
  const isOpen = ({ status, reason }: Delivery) => status === 'uncertain' && reason !== NOT_RESENT;
  const open = deliveries.filter(isOpen);
  const stopped = await suppressedAmong(
    em,
    open.map(({ recipientKey }) => recipientKey),
  );
  const isStopped = ({ recipientKey }: Delivery) => answer === 'sim' && stopped.has(recipientKey);
  const decided = open.filter(delivery => !isStopped(delivery));
  for (const delivery of decided) {
    if (answer === 'sim') await queueAgain(work, delivery);
    else Object.assign(delivery, { reason: NOT_RESENT, askedAt: delivery.askedAt ?? now, updatedAt: now });
  }
  await noteAll(work, decided, 'answered', { by: actor.name, answer });
  if (decided.length > 0) {
    await audit(work, {
      action: answer === 'sim' ? 'uncertain.resend' : 'uncertain.leave',
      entityType: 'occurrence',
      entityId: decided[0]!.occurrence?.id ?? null,
      before: null,
      after: { deliveries: decided.map(({ id }) => id) },
    });
  }
  if (answer === 'sim') work.nudge('send');
  return {
    decided,
    settled: deliveries.filter(one => !isOpen(one) && !decided.includes(one)),
    optedOut: open.filter(isStopped),
  };
}

/**
 * The same for every message of a run that is in doubt, asked about or not.
 *
 * @throws UserError `occurrence_not_found` (404), `nothing_uncertain` (409)
 */
export async function answerRun(work: Work, occurrenceId: number, answer: 'sim' | 'não'): Promise<Answered> {
  const { em } = work;
  if ((await em.count(Occurrence, { id: occurrenceId })) === 0) {
    throw new UserError('occurrence_not_found', { id: occurrenceId }, 404);
  }
  const uncertain = await em.find(Delivery, { occurrence: occurrenceId, status: 'uncertain' }, { fields: ['id'] });
  const answered = await answerUncertain(
    work,
    uncertain.map(({ id }) => id),
    answer,
  );
  if (answered.decided.length + answered.optedOut.length > 0) return answered;
  throw new UserError('nothing_uncertain', { id: occurrenceId }, 409);
}
