import { type Schedule, ScheduleRecipient } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import { phoneKey } from '../whatsapp/phone.ts';

/** Somebody or some place that a schedule is for, as given; `phone` is E.164. */
export type RecipientInput =
  | { type: 'group'; id: number }
  | { type: 'contact'; id: number }
  | { type: 'number'; phone: string };

/** Each once, in the order given; two spellings of a phone are one. */
export function distinctRecipients(recipients: readonly RecipientInput[]): RecipientInput[] {
  const keyOf = (one: RecipientInput) => (one.type === 'number' ? phoneKey(one.phone) : `${one.type} ${one.id}`);
  const byKey = new Map<string, RecipientInput>();
  for (const recipient of recipients) {
    const key = keyOf(recipient);
    if (!byKey.has(key)) byKey.set(key, recipient);
  }
  return [...byKey.values()];
}

/** What a schedule was given, in that order. */
export async function recipientsOf(em: Em, schedule: Pick<Schedule, 'id'>): Promise<RecipientInput[]> {
  const rows = await em.find(ScheduleRecipient, { schedule: schedule.id }, { orderBy: { id: 'asc' } });
  return rows.map(recipientInput);
}

function recipientInput(row: ScheduleRecipient): RecipientInput {
  if (row.type === 'group') return { type: 'group', id: row.group!.id };
  if (row.type === 'contact') return { type: 'contact', id: row.contact!.id };
  return { type: 'number', phone: row.phone! };
}

/** Stores the recipients of a schedule in place of its earlier ones. */
export async function saveRecipients(em: Em, schedule: Schedule, recipients: readonly RecipientInput[]): Promise<void> {
  await em.nativeDelete(ScheduleRecipient, { schedule: schedule.id });
  for (const recipient of recipients) {
    em.create(ScheduleRecipient, {
      schedule,
      type: recipient.type,
      group: recipient.type === 'group' ? recipient.id : null,
      contact: recipient.type === 'contact' ? recipient.id : null,
      phone: recipient.type === 'number' ? recipient.phone : null,
    });
  }
  await em.flush();
}
