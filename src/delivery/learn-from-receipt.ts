import { Delivery, Occurrence } from '../db/entities/index.ts';
import type { Work } from '../scheduling/work.ts';
import type { ReceiptEvent } from '../whatsapp/gateway-events.ts';
import type { DeliveryDeps } from './deps.ts';
import { learnAboutRecipient } from './learn.ts';
import { learnFromRefusal } from './restricted.ts';

/**
 * What follows from a receipt beyond its message's status: an ERROR says something of the group or the account, and the
 * message's run ends anew, so that its author hears of it.
 */
export async function learnFromReceipt(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  configId: number,
  { status, messageId }: ReceiptEvent,
): Promise<void> {
  if (status !== 'error') return;
  const { em, now } = work;
  const refused = { evolutionConfig: configId, messageId, status: 'failed', reason: 'whatsapp_error' } as const;
  await em.flush();
  const delivery = await em.findOne(Delivery, { ...refused, updatedAt: now }); // else it is an older receipt's
  if (!delivery) return;
  if (delivery.toGroup) await learnAboutRecipient(work, deps, delivery, { code: 'whatsapp_error' });
  else await learnFromRefusal(work, deps, configId);
  const run = delivery.occurrence?.id;
  if (run) await em.nativeUpdate(Occurrence, { id: run, status: 'done' }, { status: 'firing', finishedAt: null });
}
