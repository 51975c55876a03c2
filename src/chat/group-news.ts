import type { Admin, Group, InboxEvent } from '../db/entities/index.ts';
import { owners } from '../delivery/voices.ts';
import { describePlainly } from '../schedule/describe-plainly.ts';
import { schedulesUsing } from '../scheduling/in-use.ts';
import { timedOf } from '../scheduling/timed.ts';
import type { Work } from '../scheduling/work.ts';
import { numberForGateway } from '../whatsapp/phone.ts';
import type { ChatDeps } from './deps.ts';
import { queueMessage } from './replies.ts';

/** Tells the owners that the bot came to a group; when it is a new one, asks them how to call it. */
export async function tellJoined(
  work: Work,
  deps: Pick<ChatDeps, 'sentences'>,
  row: InboxEvent,
  { name, membersCount: members, aliases, createdAt }: Group,
): Promise<void> {
  const isNew = createdAt.equals(work.now); // its row was made in this very unit of work
  const text = deps.sentences.reply('avisos/grupo_novo', { name, members, aliases, isNew });
  tell(work, row, await owners(work.em), text);
}

/** Tells the owners, and whoever scheduled something for it, that the bot is out of a group and what that stops. */
export async function tellLeft(
  work: Work,
  deps: Pick<ChatDeps, 'sentences'>,
  row: InboxEvent,
  group: Group,
): Promise<void> {
  const { em, timezone, now } = work;
  const schedules = await schedulesUsing(em, { group: group.id });
  await em.populate(schedules, ['createdByAdmin']);
  const authors = schedules.flatMap(({ createdByAdmin }) => createdByAdmin ?? []);
  const text = deps.sentences.reply('avisos/grupo_saida', {
    ...{ timezone, now, name: group.name },
    schedules: schedules.map(schedule => ({
      ...{ id: schedule.id, title: schedule.title, status: schedule.status },
      description: describePlainly(timedOf(schedule), null),
    })),
  });
  tell(work, row, [...new Set([...(await owners(em)), ...authors])], text);
}

function tell(work: Work, row: InboxEvent, admins: readonly Admin[], text: string): void {
  for (const { phone } of admins) {
    queueMessage(work, row, { kind: 'notice', chatJid: numberForGateway(phone), text });
  }
}
