import { type Schedule, ScheduleRecipient } from '../db/entities/index.ts';
import { idRows, jsonRows } from '../db/json-rows.ts';
import type { Em } from '../db/orm.ts';
import { changeRows, selectRows } from '../db/statements.ts';
import { phoneKey } from '../whatsapp/phone.ts';

/** Somebody or some place that a schedule is for, as given; `phone` is E.164. */
export type RecipientInput =
  | { type: 'group'; id: number }
  | { type: 'contact'; id: number }
  | { type: 'number'; phone: string };

/** What makes two recipients one: two spellings of a phone are. */
export const keyOf = (one: RecipientInput) => (one.type === 'number' ? phoneKey(one.phone) : `${one.type} ${one.id}`);

/** Each once, in the order given. */
export function distinctRecipients(recipients: readonly RecipientInput[]): RecipientInput[] {
  const byKey = new Map<string, RecipientInput>();
  for (const recipient of recipients) {
    const key = keyOf(recipient);
    if (!byKey.has(key)) byKey.set(key, recipient);
  }
  return [...byKey.values()];
}

/** What a schedule was given, in that order. */
export async function recipientsOf(em: Em, schedule: Pick<Schedule, 'id'>): Promise<RecipientInput[]> {
  return (await recipientsOfAll(em, [schedule.id])).get(schedule.id) ?? [];
}

interface RecipientRow {
  schedule_id: number;
  type: RecipientInput['type'];
  group_id: number | null;
  contact_id: number | null;
  phone: string | null;
}

/** As {@link recipientsOf}, by the schedule's id; a schedule without recipients is not in it. */
export async function recipientsOfAll(em: Em, scheduleIds: readonly number[]): Promise<Map<number, RecipientInput[]>> {
  await em.flush();
  const rows = await selectRows<RecipientRow>(
    em,
    `select r.schedule_id, r.type, r.group_id, r.contact_id, r.phone from ${jsonRows(em, { id: 'id' })} given
     cross join schedule_recipients r on r.schedule_id = given.id order by r.id`,
    [idRows(scheduleIds)],
  );
  const bySchedule = new Map<number, RecipientInput[]>();
  for (const row of rows) {
    const id = Number(row.schedule_id);
    const known = bySchedule.get(id);
    if (known) known.push(recipientInput(row));
    else bySchedule.set(id, [recipientInput(row)]);
  }
  return bySchedule;
}

function recipientInput(row: RecipientRow): RecipientInput {
  if (row.type === 'group') return { type: 'group', id: Number(row.group_id) };
  if (row.type === 'contact') return { type: 'contact', id: Number(row.contact_id) };
  return { type: 'number', phone: row.phone! };
}

const COLUMNS = { schedule_id: 'id', type: 'key', group_id: 'id', contact_id: 'id', phone: 'key' } as const;

/**
 * Stores the recipients of a schedule in place of its earlier ones, in two statements: ten thousand of them one by one
 * would keep everything else of this process waiting for two seconds.
 *
 * @param schedule stored already
 */
export async function saveRecipients(
  em: Em,
  schedule: Pick<Schedule, 'id'>,
  recipients: readonly RecipientInput[],
): Promise<void> {
  await em.nativeDelete(ScheduleRecipient, { schedule: schedule.id });
  if (recipients.length === 0) return;
  const rows = recipients.map(
    (recipient): Record<keyof typeof COLUMNS, string | number | null> => ({
      schedule_id: schedule.id,
      type: recipient.type,
      group_id: recipient.type === 'group' ? recipient.id : null,
      contact_id: recipient.type === 'contact' ? recipient.id : null,
      phone: recipient.type === 'number' ? recipient.phone : null,
    }),
  );
  const names = Object.keys(COLUMNS).join(', ');
  const sql = `insert into schedule_recipients (${names}) select ${names} from ${jsonRows(em, COLUMNS)} given`;
  await changeRows(em, sql, [JSON.stringify(rows)]);
}
