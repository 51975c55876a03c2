import { GroupMember } from '../../db/entities/index.ts';
import type { Em } from '../../db/orm.ts';

/** The contacts of a list, by name. `phone` is E.164. */
export async function listMembers(em: Em, listId: number): Promise<{ id: number; name: string; phone: string }[]> {
  const rows = await em.find(
    GroupMember,
    { group: listId, contact: { $ne: null } },
    { populate: ['contact'], orderBy: { contact: { nameKey: 'asc' } } },
  );
  return rows.map(({ contact }) => ({ id: contact!.id, name: contact!.name, phone: contact!.phone }));
}
