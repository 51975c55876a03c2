import type { Occurrence } from '../db/entities/index.ts';
import { contentOf } from './message-text.ts';
import { recipientsOf } from './recipients.ts';
import { makeDeliveries } from './run-deliveries.ts';
import type { Work } from './work.ts';

/**
 * Turns an occurrence into its deliveries, one for each chat, with the text as it is now: from here on edits of the
 * schedule, its template or its lists do not change this run.
 *
 * @param atOnce see {@link makeDeliveries}
 * @returns whether it has to be finished
 */
export async function startRun(work: Work, occurrence: Occurrence, atOnce?: number): Promise<boolean> {
  const { em, now } = work;
  const { schedule, plannedAt, dueAt } = occurrence;
  Object.assign(occurrence, { status: 'firing', firedAt: now });
  await em.flush(); // the deliveries need its id
  const { id, timezone, mentionAll, sendWithinMinutes, evolutionConfig } = schedule;
  const run = {
    ...{ occurrence: occurrence.id, schedule: id, evolutionConfig: evolutionConfig.id, plannedAt, dueAt, timezone },
    ...{ content: contentOf(schedule), mentionAll, sendWithinMinutes, recipients: await recipientsOf(em, schedule) },
  };
  const [made] = await makeDeliveries(work, [run], atOnce);
  const { empty } = made!;
  if (empty) Object.assign(occurrence, { status: 'done', reason: empty, finishedAt: now });
  return made!.isUnmade;
}
