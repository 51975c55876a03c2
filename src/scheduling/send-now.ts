import { Delivery, type EvolutionConfig } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { checkMessageNow, type MessageInput } from './check-message.ts';
import { given } from './edits.ts';
import type { ChatTarget } from './expand-recipients.ts';
import { renderFor } from './message-text.ts';
import { SEND_WITHIN_MINUTES } from './send-within.ts';
import { suppressedAmong } from './suppress.ts';
import type { Work } from './work.ts';

/** A message without a schedule. */
export interface SendNowInput extends MessageInput {
  sendWithinMinutes?: number;
}

/**
 * Queues a message to each chat at once, at the pace of its instance. Whoever asked to stop is skipped, and the log says
 * so.
 *
 * @returns the log rows, in the order of the recipients
 * @throws UserError as checkMessageNow
 */
export async function sendNow(work: Work, input: SendNowInput): Promise<Delivery[]> {
  const { em, now, timezone } = work;
  const when = { at: now, timezone };
  const { content, instance, targets } = await checkMessageNow(work, input);
  const stopped = await suppressedAmong(
    em,
    targets.map(target => target.key),
  );
  const deliveries = targets.map(target => {
    const { mentionAll, sendWithinMinutes } = input;
    const delivery = queueNow(
      work,
      { instance, target, text: renderFor(target, content, when) },
      given({ mentionAll, sendWithinMinutes }),
    );
    if (stopped.has(target.key)) Object.assign(delivery, { status: 'skipped', reason: 'opted_out' });
    return delivery;
  });
  await em.flush();
  await audit(work, {
    action: 'message.send',
    entityType: 'message',
    entityId: null,
    before: null,
    after: { recipients: input.recipients, content: input.content, deliveries: deliveries.map(({ id }) => id) },
  });
  work.nudge('send');
  return deliveries;
}

/** A message to one chat, to leave as soon as its instance can send. The caller flushes and nudges. */
export function queueNow(
  { em, now }: Work,
  message: { instance: EvolutionConfig; target: ChatTarget; text: string },
  options: { mentionAll?: boolean; sendWithinMinutes?: number } = {},
): Delivery {
  const { instance, target, text } = message;
  return em.create(Delivery, {
    ...{ evolutionConfig: instance, recipientKey: target.key, recipientType: target.type, recipientId: target.id },
    toGroup: target.type === 'group',
    ...{ recipientName: target.name, jid: target.jid, text, mentionAll: options.mentionAll ?? false },
    giveUpAt: now.add({ minutes: options.sendWithinMinutes ?? SEND_WITHIN_MINUTES }),
    ...{ dueAt: now, nextAttemptAt: now, createdAt: now, updatedAt: now },
  });
}
