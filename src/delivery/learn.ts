import { Contact, type Delivery, type EvolutionConfig, Group } from '../db/entities/index.ts';
import type { SendError } from '../errors.ts';
import type { Work } from '../scheduling/work.ts';
import { jidKind } from '../whatsapp/jid.ts';
import { countFailure, countWrongNumber } from './breaker.ts';
import { noteOff } from './connection.ts';
import type { DeliveryDeps } from './deps.ts';
import { classOf, speaksOfEverybody } from './failure-class.ts';
import { tellGroupClosed } from './group-notices.ts';
import { isOff } from './instance-state.ts';

/** Codes that say that the number itself has no connection; the other ones say that the gateway cannot be used. */
const NO_CONNECTION = new Set(['connection_closed', 'not_connected']);

/** A receipt's ERROR gives no reason; in a group there is hardly another one than that we may not write there. */
const NO_GROUP = new Set(['group_unknown', 'group_closed', 'whatsapp_error']);

/**
 * Remembers what a failed send says about its instance: that it is off, or that it fails over and over.
 *
 * @param config locked
 */
export async function learnAboutInstance(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  config: EvolutionConfig,
  error: SendError,
): Promise<void> {
  const { code } = error;
  const wasOff = isOff(config);
  const saysOff = classOf(error) === 'instance_off';
  if (saysOff) noteOff(config, NO_CONNECTION.has(code) ? 'close' : 'unknown', work.now);
  // Of those that were on the way when the line broke only the first is news.
  if (speaksOfEverybody(error) && !(saysOff && wasOff)) await countFailure(work, deps, config, code);
  if (code === 'not_on_whatsapp') await countWrongNumber(work, deps, config);
}

/** Remembers what a refusal says about its recipient: a number without WhatsApp, a group that cannot be written to. */
export async function learnAboutRecipient(
  work: Work,
  deps: Pick<DeliveryDeps, 'say'>,
  delivery: Delivery,
  { code }: Pick<SendError, 'code'>,
): Promise<void> {
  const { em, now } = work;
  // A hidden id says nothing: some gateways answer that no LID exists (evolution-api.md §8, 2).
  if (code === 'not_on_whatsapp' && delivery.recipientType !== 'group' && jidKind(delivery.jid) !== 'lid') {
    await em.nativeUpdate(Contact, { phoneKey: delivery.recipientKey }, { onWhatsapp: false, updatedAt: now });
  }
  if (!delivery.toGroup || !NO_GROUP.has(code)) return;
  const open = { $or: [{ canSend: null }, { canSend: true }] };
  const group = { jid: delivery.recipientKey, evolutionConfig: delivery.evolutionConfig.id, kind: 'whatsapp' as const };
  const closed = await em.nativeUpdate(Group, { ...group, ...open }, { canSend: false, updatedAt: now });
  if (closed > 0) await tellGroupClosed(work, deps, await em.findOneOrFail(Group, group, { refresh: true }));
}
