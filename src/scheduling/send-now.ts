import { Delivery } from '../db/entities/index.ts';
import { audit } from './audit.ts';
import { checkMessageInput, type MessageInput } from './check-message.ts';
import { renderFor } from './message-text.ts';
import { suppressedAmong } from './suppress.ts';
import type { Work } from './work.ts';

/** When a started send gives up, as a schedule's own default. */
const SEND_WITHIN_MINUTES = 1440;

/** A message without a schedule. */
export interface SendNowInput extends MessageInput {
  sendWithinMinutes?: number;
}

/**
 * Queues a message to each chat at once, at the pace of its instance. Whoever asked to stop is skipped, and the log says
 * so.
 *
 * @returns the log rows, in the order of the recipients
 * @throws UserError as checkMessageInput
 */
export async function sendNow(work: Work, input: SendNowInput): Promise<Delivery[]> {
  const { em, now, timezone } = work;
  const when = { at: now, timezone };
  const { content, instance, targets } = await checkMessageInput(work, input, when);
  const stopped = await suppressedAmong(
    em,
    targets.map(target => target.key),
  );
  const giveUpAt = now.add({ minutes: input.sendWithinMinutes ?? SEND_WITHIN_MINUTES });
  const deliveries = targets.map(target =>
    em.create(Delivery, {
      ...{ evolutionConfig: instance, recipientKey: target.key, recipientType: target.type, recipientId: target.id },
      ...{ recipientName: target.name, jid: target.jid, text: renderFor(target, content, when) },
      ...(stopped.has(target.key) ? { status: 'skipped' as const, reason: 'opted_out' } : {}),
      mentionAll: input.mentionAll ?? false,
      ...{ dueAt: now, nextAttemptAt: now, giveUpAt, createdAt: now, updatedAt: now },
    }),
  );
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
