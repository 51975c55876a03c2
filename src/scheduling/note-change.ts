import { InboxEvent, Schedule } from '../db/entities/index.ts';
import type { Work } from './work.ts';

/** The kind of inbox event that says: somebody changed a schedule that an admin made. Its payload is {@link ChangeNote}. */
export const SCHEDULE_CHANGED = 'schedule_changed';

/** What its author is told. */
export interface ChangeNote {
  scheduleId: number;
  /** Of the audit: `schedule.pause` … */
  action: string;
  by: string;
}

/**
 * Leaves a note that a schedule was changed by somebody else than its author, in the transaction that changes it. The
 * chat puts it into words after the commit: whoever changes something, by chat, API or panel, need not think of it.
 */
export async function noteForAuthor(work: Work, scheduleId: number, action: string): Promise<void> {
  const { em, now, actor } = work;
  if (action === 'schedule.create' || actor.type === 'system') return;
  const schedule = await em.findOne(Schedule, scheduleId);
  const author = schedule?.createdByAdmin;
  if (!schedule || !author || (actor.type === 'admin' && actor.id === author.id)) return;
  const note: ChangeNote = { scheduleId, action, by: actor.name };
  em.create(InboxEvent, {
    ...{ evolutionConfig: schedule.evolutionConfig, kind: SCHEDULE_CHANGED, chatKey: `schedule:${scheduleId}` },
    ...{ payload: { ...note }, nextAttemptAt: now, receivedAt: now },
  });
}
