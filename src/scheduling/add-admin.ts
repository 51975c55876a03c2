import { Admin, type AdminRole } from '../db/entities/index.ts';
import { UserError } from '../errors.ts';
import { phoneKey, toE164 } from '../whatsapp/phone.ts';
import { audit } from './audit.ts';
import { adminSnapshot } from './snapshots.ts';
import type { Work } from './work.ts';

/** Lets somebody command the bot by chat. @throws UserError `invalid_phone`, `missing_ddd`, `admin_exists` (409) */
export async function addAdmin(work: Work, input: { phone: string; name: string; role: AdminRole }): Promise<Admin> {
  const { em, now } = work;
  const phone = toE164(input.phone);
  const taken = await em.findOne(Admin, { phoneKey: phoneKey(phone) });
  if (taken) throw new UserError('admin_exists', { id: taken.id, name: taken.name }, 409);
  const { name, role } = input;
  const admin = em.create(Admin, { name, role, phone, phoneKey: phoneKey(phone), createdAt: now, updatedAt: now });
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
