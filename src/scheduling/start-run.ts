import type { RequiredEntityData } from '@mikro-orm/core';
import { Delivery, type Occurrence } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { type ChatTarget, expandRecipients } from './expand-recipients.ts';
import { contentOf, renderFor } from './message-text.ts';
import { recipientsOf } from './recipients.ts';
import { suppressedAmong } from './suppress.ts';
import type { Work } from './work.ts';

const INSERT_BATCH = 500;

/**
 * Turns an occurrence into its deliveries, one for each chat, with the text as it is now: from here on edits of the
 * schedule, its template or its lists do not change this run.
 */
export async function startRun(work: Work, occurrence: Occurrence): Promise<void> {
  const { em, now } = work;
  const { schedule, plannedAt } = occurrence;
  Object.assign(occurrence, { status: 'firing', firedAt: now });
  await em.flush(); // the deliveries need its id
  const on = plannedAt.toZonedDateTimeISO(schedule.timezone).toPlainDate();
  const targets = await expandRecipients(em, await recipientsOf(em, schedule), { on });
  if (targets.length === 0) {
    Object.assign(occurrence, { status: 'done', reason: 'no_recipients', finishedAt: now });
    return;
  }
  const optedOut = await suppressedAmong(
    em,
    targets.map(target => target.key),
  );
  const rows = targets.map(target => deliveryOf(work, occurrence, target, optedOut.has(target.key)));
  for (let from = 0; from < rows.length; from += INSERT_BATCH) {
    await em.insertMany(Delivery, rows.slice(from, from + INSERT_BATCH));
  }
}

function deliveryOf(
  work: Work,
  occurrence: Occurrence,
  target: ChatTarget,
  isOptedOut: boolean,
): RequiredEntityData<Delivery> {
  const { now } = work;
  const { schedule, dueAt } = occurrence;
  const { text, fault } = textFor(occurrence, target);
  const ended = isOptedOut
    ? { status: 'skipped' as const, reason: 'opted_out' }
    : fault && { status: 'failed' as const, reason: fault };
  return {
    ...{ occurrence: occurrence.id, schedule: schedule.id, evolutionConfig: schedule.evolutionConfig.id },
    ...{ recipientKey: target.key, recipientType: target.type, recipientId: target.id, recipientName: target.name },
    ...{ jid: target.jid, toGroup: target.type === 'group', text, mentionAll: schedule.mentionAll },
    ...(ended ?? { status: 'queued' as const, reason: null }),
    ...{ dueAt, nextAttemptAt: now, giveUpAt: now.add({ minutes: schedule.sendWithinMinutes }) },
    ...{ createdAt: now, updatedAt: now },
  };
}

/** The text for one chat, or why there is none: a contact that joined a list may lack what the template needs. */
function textFor({ schedule, plannedAt }: Occurrence, target: ChatTarget): { text: string; fault: string | null } {
  try {
    const when = { at: plannedAt, timezone: schedule.timezone };
    return { text: renderFor(target, contentOf(schedule), when), fault: null };
  } catch (error) {
    if (error instanceof UserError) return { text: '', fault: error.code };
    throw error;
  }
}
