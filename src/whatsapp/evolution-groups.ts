/** Groups and their members, as events and as replies write them. */
import { z } from 'zod';
import { optionalJid, optionalText, phoneAndLid, requiredJid } from './evolution-values.ts';
import type { GatewayGroup, Participant } from './gateway-events.ts';
import { jidKind } from './jid.ts';

const adminSchema = z.enum(['admin', 'superadmin']).nullish().catch(null);

/** A member is a bare address in some versions, else an object whose second address has one of several names. */
const participantSchema = z
  .union([
    requiredJid.transform(id => ({ id })),
    z.object({
      id: requiredJid,
      phoneNumber: optionalJid,
      lid: optionalJid,
      jid: optionalJid,
      admin: adminSchema,
    }),
    z.object({ jid: requiredJid, phoneNumber: optionalJid, lid: optionalJid, admin: adminSchema }),
  ])
  .transform((member): Participant => {
    const jid = 'id' in member ? member.id : member.jid;
    const others = 'phoneNumber' in member ? [member.phoneNumber, member.lid, member.jid] : [];
    return { jid, ...phoneAndLid([jid, ...others]), admin: ('admin' in member && member.admin) || null };
  });

/** Members, without those that cannot be read. */
export const participantsSchema = z
  .array(z.unknown())
  .nullish()
  .catch(null)
  .transform(members => (members ?? []).flatMap(member => participantSchema.safeParse(member).data ?? []));

const groupJid = requiredJid.refine(jid => jidKind(jid) === 'group');

/** One group of `groups.upsert`, `fetchAllGroups` or `findGroupInfos`. */
export const groupSchema = z
  .object({
    id: groupJid,
    subject: optionalText,
    participants: participantsSchema,
    announce: z.boolean().nullish().catch(null),
  })
  .transform(
    (group): GatewayGroup => ({
      jid: group.id,
      subject: group.subject ?? '',
      participants: group.participants,
      announce: group.announce ?? null,
    }),
  );

/** `group-participants.update`: where members are bare addresses, `participantsData` has their phones. */
export const participantsUpdateSchema = z
  .object({
    id: groupJid,
    action: z.enum(['add', 'remove', 'promote', 'demote', 'modify']),
    participants: participantsSchema,
    participantsData: participantsSchema,
  })
  .transform(({ id, action, participants, participantsData }) => ({
    groupJid: id,
    action,
    participants: participants.map(member => withPhone(member, participantsData)),
  }));

function withPhone(member: Participant, known: readonly Participant[]): Participant {
  const twin = known.find(other => other.jid === member.jid);
  return twin ? { ...member, phone: member.phone ?? twin.phone, lid: member.lid ?? twin.lid } : member;
}
