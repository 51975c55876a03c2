import { Delivery } from '../../db/entities/index.ts';
import { UserError } from '../../errors.ts';
import { audit } from '../audit.ts';
import { SEND_WITHIN_MINUTES } from '../send-within.ts';
import { noteAll } from '../trail.ts';
import type { Work } from '../work.ts';
import type { LateIds } from './late-messages.ts';
import { LATE, LEFT_OUT } from './late-question.ts';

/** Ids in one statement. */
const BATCH = 500;

/**
 * Sends late messages now, with a new deadline, or leaves them out for good, because a person says so. What was decided,
 * stopped or given up since she was asked stays as it is.
 *
 * @param which the messages that she was asked about; null: all that are held
 * @returns the ids of those that this decided about
 * @throws UserError `nothing_late` (409)
 */
export async function answerLate(work: Work, which: LateIds | null, answer: 'send' | 'leave'): Promise<number[]> {
  const { em, now, actor } = work;
  const asked = which && { $or: [{ occurrence: { $in: which.occurrences } }, { id: { $in: which.logs } }] };
  const late = { status: 'held' as const, reason: LATE, giveUpAt: { $gt: now } };
  const held = await em.find(
    Delivery,
    { ...late, ...asked },
    { orderBy: { id: 'asc' }, populate: ['schedule'], fields: ['id', 'evolutionConfig', 'schedule.sendWithinMinutes'] },
  );
  if (held.length === 0) throw new UserError('nothing_late', {}, 409);
  const decided: number[] = [];
  for (const [minutes, deliveries] of Map.groupBy(
    held,
    one => one.schedule?.sendWithinMinutes ?? SEND_WITHIN_MINUTES,
  )) {
    for (let from = 0; from < deliveries.length; from += BATCH) {
      const part = deliveries.slice(from, from + BATCH);
      const ids = part.map(({ id }) => id);
      await em.nativeUpdate(
        Delivery,
        { ...late, id: { $in: ids } },
        answer === 'send' ? sent(now, minutes) : left(now),
      );
      await noteAll(work, part, 'decided', { by: actor.name, answer });
      decided.push(...ids);
    }
  }
  await audit(work, {
    ...{ action: `late.${answer}`, entityType: 'log', entityId: null, before: null },
    after: { deliveries: decided },
  });
  if (answer === 'send') work.nudge('send');
  return decided;
}

const sent = (now: Temporal.Instant, minutes: number) => ({
  ...{ status: 'queued' as const, reason: null, nextAttemptAt: now, wantedAt: now, updatedAt: now },
  cappedAt: null,
  giveUpAt: now.add({ minutes }),
});

const left = (now: Temporal.Instant) => ({ status: 'cancelled' as const, reason: LEFT_OUT, updatedAt: now });
