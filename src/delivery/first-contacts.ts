import { toSqlInstant } from '../db/instant-type.ts';
import type { SqlValue } from '../db/statements.ts';

/** A message that was sent so long ago, and whose receipt was lost, has arrived. */
const SETTLED_HOURS = 24;

/**
 * The condition that a message (`deliveries d`) is to somebody with whom this number has never had a conversation: to a
 * person, no admin, who never got a message from it. What people write to us is not stored, and so does not count.
 *
 * @param before sends without a receipt count as arrived when they are a day older
 */
export function isFirstContact(before: Temporal.Instant): { sql: string; values: SqlValue[] } {
  const sql = `d.to_group = 0
    and not exists (select 1 from admins a where a.phone_key = d.recipient_key)
    and not exists (
      select 1 from deliveries k
      where k.recipient_key = d.recipient_key and k.evolution_config_id = d.evolution_config_id and k.id <> d.id
        and (k.delivered_at is not null or (k.status = 'sent' and k.sent_at < ?)))`;
  return { sql, values: [toSqlInstant(before.subtract({ hours: SETTLED_HOURS }))] };
}
