import type { Occurrence } from '../db/entities/index.ts';
import { contentOf } from './message-text.ts';
import { recipientsOf } from './recipients.ts';
import { makeDeliveries } from './run-deliveries.ts';
import type { Work } from './work.ts';

/**
 * Turns an occurrence into its deliveries, one for each chat, with the text as it is now: from here on edits of the
 * schedule, its template or its lists do not change this run.
 */
export async function startRun(work: Work, occurrence: Occurrence): Promise<void> {
  const { em, now } = work;
  const { schedule, plannedAt, dueAt } = occurrence;
  Object.assign(occurrence, { status: 'firing', firedAt: now });
  await em.flush(); // the deliveries need its id
  const { id, timezone, mentionAll, sendWithinMinutes, evolutionConfig } = schedule;
  const [chats] = await makeDeliveries(work, [
    {
      ...{ occurrence: occurrence.id, schedule: id, evolutionConfig: evolutionConfig.id, plannedAt, dueAt, timezone },
      ...{ content: contentOf(schedule), mentionAll, sendWithinMinutes, recipients: await recipientsOf(em, schedule) },
    },
  ]);
  if (chats === 0) Object.assign(occurrence, { status: 'done', reason: 'no_recipients', finishedAt: now });
}
