import { type Delivery, Suppression } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';

/** Whether this person asked to stop. A group is a place, not a person: it is never suppressed. */
export async function isSuppressed(
  em: Em,
  delivery: Pick<Delivery, 'recipientType' | 'recipientKey'>,
): Promise<boolean> {
  if (delivery.recipientType === 'group' && delivery.recipientKey.includes('@')) return false;
  return (await em.count(Suppression, { phoneKey: delivery.recipientKey })) > 0;
}

/** Those of these recipient keys that asked to stop. */
export async function suppressedAmong(em: Em, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await em.find(Suppression, { phoneKey: { $in: [...keys] } }, { fields: ['phoneKey'] });
  return new Set(rows.map(row => row.phoneKey));
}
