import { AuditEntry, Contact, Delivery } from '../db/entities/index.ts';
import { phoneVariants } from '../whatsapp/phone.ts';
import { deleteContact } from './delete-contact.ts';
import { lockRow } from './lock-row.ts';
import type { Work } from './work.ts';

/** What the logs show instead of an erased person's name. */
export const ERASED_NAME = '(apagado)';

/**
 * Erases a person who asked for it (LGPD, Lei 13.709/2018, art. 18, VI): the contact, and her name, number and texts
 * from the logs and the audit. That something was sent, when, and what became of it stays. An opt-out stays as well:
 * without it she could be written to again. What still waits to be sent to her is cancelled.
 *
 * @returns how many logs were emptied
 * @throws UserError `contact_not_found`, `in_use` (409), `version_conflict`
 */
export async function eraseContact(work: Work, id: number, expectedVersion?: number): Promise<{ logs: number }> {
  const { phoneKey } = await lockRow(work, Contact, id, 'contact_not_found', expectedVersion);
  await deleteContact(work, id);
  const logs = await work.em.find(Delivery, { recipientKey: phoneKey }, { fields: ['id'] });
  const logIds = logs.map(log => log.id);
  await emptyAudit(work, id, phoneKey, new Set(logIds));
  await emptyLogs(work, phoneKey);
  return { logs: logIds.length };
}

async function emptyLogs({ em, now }: Work, phoneKey: string): Promise<void> {
  await em.nativeUpdate(
    Delivery,
    { recipientKey: phoneKey, status: { $in: ['queued', 'waiting_connection', 'held'] } },
    { status: 'cancelled', reason: 'contact_erased', updatedAt: now },
  );
  // The key must stay unique inside its occurrence, and tell nothing.
  await em.execute(
    `update deliveries set recipient_key = concat('erased-', id), recipient_name = ?, recipient_id = null, jid = '',
       sent_jid = null, text = '' where recipient_key = ?`,
    [ERASED_NAME, phoneKey],
  );
}

/** Who did what and when stays; what it was about her goes. */
async function emptyAudit({ em }: Work, id: number, phoneKey: string, logIds: ReadonlySet<number>): Promise<void> {
  await em.nativeUpdate(AuditEntry, { entityType: 'contact', entityId: id }, { before: null, after: null });
  for (const phone of phoneVariants(phoneKey)) {
    await em.execute(
      'update audit_entries set `before` = null, `after` = null where instr(`before`, ?) > 0 or instr(`after`, ?) > 0',
      [phone, phone],
    );
  }
  // Messages without a schedule have their text in the audit, and name their logs there.
  const sends = await em.find(AuditEntry, { entityType: 'message', after: { $ne: null } });
  for (const send of sends) {
    const { deliveries } = send.after as { deliveries?: number[] };
    if (deliveries?.some(log => logIds.has(log))) send.after = null;
  }
  await em.flush();
}
