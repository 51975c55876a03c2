import { type InboxEvent, Schedule } from '../db/entities/index.ts';
import { describePlainly } from '../schedule/describe-plainly.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import { numberForGateway } from '../whatsapp/phone.ts';
import type { ChatDeps } from './deps.ts';
import type { Outcome } from './handlers.ts';
import { queueMessage } from './replies.ts';

/** Tells the author of a schedule that somebody else changed it, and how it is now. The row's payload is a ChangeNote. */
export async function tellAuthor(work: Work, deps: Pick<ChatDeps, 'sentences'>, row: InboxEvent): Promise<Outcome> {
  const { scheduleId, action, by } = row.payload;
  const schedule = await work.em.findOne(Schedule, Number(scheduleId), { populate: ['createdByAdmin'] });
  const author = schedule?.createdByAdmin;
  if (!schedule || !author) return 'ignored'; // she lost her right to command meanwhile
  const { id, title, status, nextRunAt, timezone } = schedule;
  const text = deps.sentences.reply('avisos/mudado', {
    ...{ id, title, status, timezone, now: work.now, action, by },
    nextRunAt: status === 'active' ? (nextRunAt ?? null) : null,
    description: describePlainly(timedOf(schedule), work.now),
  });
  queueMessage(work, row, { kind: 'notice', chatJid: numberForGateway(author.phone), text });
  return 'done';
}
