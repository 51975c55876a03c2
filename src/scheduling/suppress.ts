import { Suppression } from '../db/entities/index.ts';
import { jsonRows } from '../db/json-rows.ts';
import type { Em } from '../db/orm.ts';
import { selectRows } from '../db/statements.ts';
import { phoneKey } from '../whatsapp/phone.ts';
import { audit } from './audit.ts';
import type { Work } from './work.ts';

/**
 * Stops everything to this phone: as contact, as number and in lists, with or without its 9th digit.
 *
 * @param phone E.164
 * @param source where the wish came from: "whatsapp", "api" …
 * @returns the opt-out, and whether it is new
 */
export async function suppressPhone(
  work: Work,
  phone: string,
  source: string,
): Promise<{ suppression: Suppression; isNew: boolean }> {
  const { em, now } = work;
  const key = phoneKey(phone);
  const known = await em.findOne(Suppression, { phoneKey: key });
  if (known) return { suppression: known, isNew: false };
  const suppression = em.create(Suppression, { phone, phoneKey: key, source, createdAt: now });
  await audit(work, {
    action: 'suppression.create',
    entityType: 'suppression',
    entityId: null,
    before: null,
    after: { phone, source },
  });
  return { suppression, isNew: true };
}

/** Takes an opt-out back. @param phone E.164 */
export async function unsuppress(work: Work, phone: string): Promise<void> {
  await work.em.nativeDelete(Suppression, { phoneKey: phoneKey(phone) });
  await audit(work, {
    action: 'suppression.delete',
    entityType: 'suppression',
    entityId: null,
    before: { phone },
    after: null,
  });
}

/** Those of these phone keys that asked to stop. Keys that are a group's jid are never among them. */
export async function suppressedAmong(em: Em, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  await em.flush();
  const given = JSON.stringify(keys.map(phoneKey => ({ phoneKey })));
  const rows = await selectRows<{ phone_key: string }>(
    em,
    `select s.phone_key from ${jsonRows(em, { phoneKey: 'key' })} given
     cross join suppressions s on s.phone_key = given.phoneKey`,
    [given],
  );
  return new Set(rows.map(row => row.phone_key));
}
