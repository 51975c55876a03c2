import { type Admin, type EvolutionConfig, OutboxMessage } from '../db/entities/index.ts';
import { voiceOf } from '../scheduling/voices.ts';
import type { Work } from '../scheduling/work.ts';
import { numberForGateway } from '../whatsapp/phone.ts';
import { isOff } from './instance-state.ts';

export { owners, voiceOf } from '../scheduling/voices.ts';

/** Queues a notice for each of these people: from this instance or, while it is off, from another one that is not. */
export async function queueNotice(
  work: Work,
  from: EvolutionConfig,
  admins: readonly Admin[],
  text: string,
): Promise<void> {
  const { em, now } = work;
  const evolutionConfig = isOff(from) ? ((await voiceOf(em, { otherThan: from.id })) ?? from) : from;
  for (const { phone } of admins) {
    const chatJid = numberForGateway(phone);
    em.create(OutboxMessage, { evolutionConfig, kind: 'notice', chatJid, text, nextAttemptAt: now, createdAt: now });
  }
  work.nudge('reply');
}
