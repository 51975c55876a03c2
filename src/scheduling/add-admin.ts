import { Admin, type AdminRole } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { phoneKey, toE164 } from '../whatsapp/phone.ts';
import { audit } from './audit.ts';
import { adminSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/** Lets somebody command the bot by chat. @throws UserError `invalid_phone`, `missing_ddd`, `admin_exists` (409) */
export async function addAdmin(work: Work, input: { phone: string; name: string; role: AdminRole }): Promise<Admin> {
  const { em, now } = work;
  const { name, role } = input;
  const phone = await freeAdminPhone(work, input.phone);
  const admin = em.create(Admin, { name, role, ...phone, createdAt: now, updatedAt: now });
  await em.flush();
  await audit(work, {
    action: 'admin.create',
    entityType: 'admin',
    entityId: admin.id,
    before: null,
    after: adminSnapshot(admin),
  });
  return admin;
}

/** A phone in the columns that hold it, refused when another admin has it, with or without the 9th digit. */
export async function freeAdminPhone(
  work: Work,
  typed: string,
  ownId?: number,
): Promise<{ phone: string; phoneKey: string }> {
  const phone = toE164(typed);
  const key = phoneKey(phone);
  const taken = await work.em.findOne(Admin, { phoneKey: key });
  if (taken && taken.id !== ownId) throw new UserError('admin_exists', { id: taken.id, name: taken.name }, 409);
  return { phone, phoneKey: key };
}
