import { Delivery, EvolutionConfig, Occurrence, Schedule } from '../../src/db/entities/index.ts';
import type { Conversation } from '../chat/conversation.ts';

/** A message in the log of a conversation's shop: to Ana Lima, due now, unless told otherwise. @returns its id */
export async function delivered(talk: Conversation, more: Partial<Delivery> = {}): Promise<number> {
  const em = talk.database.orm.em.fork();
  const now = talk.clock.now();
  const delivery = em.create(Delivery, {
    ...{ evolutionConfig: em.getReference(EvolutionConfig, talk.config.id), recipientKey: '+5541991110001' },
    ...{ recipientType: 'contact', recipientId: 1, recipientName: 'Ana Lima', jid: '5541991110001', text: 'Oi, Ana' },
    ...{ dueAt: now, nextAttemptAt: now, giveUpAt: now.add({ hours: 1 }), createdAt: now, updatedAt: now },
    ...more,
  });
  await em.flush();
  return delivery.id;
}

/** The planned run of a schedule, to hang deliveries on. */
export async function runOf(talk: Conversation, scheduleId: number) {
  const em = talk.database.orm.em.fork();
  const occurrence = await em.findOneOrFail(Occurrence, { schedule: scheduleId });
  return { occurrence, schedule: em.getReference(Schedule, scheduleId) };
}
