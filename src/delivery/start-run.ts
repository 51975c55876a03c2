import { Delivery, type Occurrence, ScheduleRecipient, Suppression } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { renderFor } from '../scheduling/message-text.ts';
import { type ChatTarget, expandRecipients } from '../scheduling/resolve-recipients.ts';
import type { Work } from '../scheduling/work.ts';

const INSERT_BATCH = 500;

/**
 * Turns an occurrence into its deliveries, one for each chat, with the text as it is now: from here on edits of the
 * schedule, its template or its lists do not change this run.
 */
export async function startRun(work: Work, occurrence: Occurrence): Promise<void> {
  const { em, now } = work;
  const { schedule } = occurrence;
  Object.assign(occurrence, { status: 'firing', firedAt: now });
  const on = occurrence.plannedAt.toZonedDateTimeISO(schedule.timezone).toPlainDate();
  const recipients = await em.find(ScheduleRecipient, { schedule: schedule.id }, { orderBy: { id: 'asc' } });
  const targets = await expandRecipients(em, recipients.map(asInput), { on });
  if (targets.length === 0) {
    Object.assign(occurrence, { status: 'done', reason: 'no_recipients', finishedAt: now });
    return;
  }
  await em.flush(); // the deliveries below need the occurrence's id
  const optedOut = await suppressedKeys(work, targets);
  const rows = targets.map(target => deliveryOf(work, occurrence, target, optedOut));
  for (let from = 0; from < rows.length; from += INSERT_BATCH) {
    await em.insertMany(Delivery, rows.slice(from, from + INSERT_BATCH));
  }
}

type NewDelivery = Parameters<typeof insertShape>[0];
declare function insertShape(row: Omit<Delivery, 'id' | 'occurrence' | 'schedule' | 'evolutionConfig'>): void;

function deliveryOf(work: Work, occurrence: Occurrence, target: ChatTarget, optedOut: ReadonlySet<string>) {
  return { work, occurrence, target, optedOut } as never;
}
