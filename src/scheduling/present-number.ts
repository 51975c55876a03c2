import { Contact, Delivery } from '../db/entities/index.ts';
import { numberForGateway } from '../whatsapp/phone.ts';
import type { Work } from './work.ts';

/** Where a message to a contact goes when it is sent again. */
export interface PresentNumber {
  key: string;
  /** What the gateway is given. */
  jid: string;
  /** E.164. */
  phone: string;
}

/**
 * The number that the contact of a message has now, where the message was for another one of hers: a wrong number that
 * somebody has mended since is not tried again.
 *
 * @returns null where it is the same, and where nobody or no contact any more is behind the message
 */
export async function presentNumber(
  { em }: Pick<Work, 'em'>,
  { recipientType, recipientId, recipientKey, jid: before }: Delivery,
): Promise<PresentNumber | null> {
  if (recipientType !== 'contact' || !recipientId) return null;
  const contact = await em.findOne(Contact, recipientId);
  if (!contact) return null;
  const { phone, phoneKey: key } = contact;
  const jid = numberForGateway(phone);
  return key === recipientKey && jid === before ? null : { key, jid, phone };
}

/** Another message of the same run that has this number already; a person gets one message of a run. */
export async function sameRunTo({ em }: Pick<Work, 'em'>, delivery: Delivery, key: string): Promise<Delivery | null> {
  if (!delivery.occurrence) return null;
  return em.findOne(Delivery, { occurrence: delivery.occurrence.id, recipientKey: key, id: { $ne: delivery.id } });
}

/** Addresses a message anew: what was begun at the number before says nothing about this one. */
export function readdress(delivery: Delivery, { key, jid }: PresentNumber): void {
  Object.assign(delivery, { recipientKey: key, jid, startedAt: null });
}
