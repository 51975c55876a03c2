import { EvolutionConfig, Group, GroupMember } from '../db/entities/index.ts';
import type { Em } from '../db/orm.ts';
import type { GatewayGroup, Participant, ParticipantsEvent } from '../whatsapp/gateway-events.ts';
import { phoneKeyOfJid } from '../whatsapp/jid.ts';
import { phoneKey } from '../whatsapp/phone.ts';
import { nameKey } from './names.ts';
import type { Work } from './work.ts';

/** What a reading of the gateway's groups changed. */
export interface SyncedGroups {
  added: number;
  updated: number;
  /** Those where the bot is new: never read before, or left earlier. */
  joined: Group[];
}

/** That the bot came to a group, or had to leave it. */
export interface OwnMembership {
  group: Group;
  change: 'joined' | 'left';
}

/**
 * Saves groups as the gateway has them: new ones are added under their subject, known ones follow it, with their
 * members and whether the bot may write there.
 */
export async function saveGatewayGroups(
  work: Work,
  configId: number,
  groups: readonly GatewayGroup[],
): Promise<SyncedGroups> {
  const { em } = work;
  const config = await em.findOneOrFail(EvolutionConfig, configId);
  const jids = groups.map(group => group.jid);
  const known = await em.find(Group, { evolutionConfig: configId, jid: { $in: jids } });
  const byJid = new Map(known.map(group => [group.jid, group]));
  const joined: Group[] = [];
  for (const gatewayGroup of groups) {
    const before = byJid.get(gatewayGroup.jid);
    const wasAway = before === undefined || before.canSend === false;
    const group = await saveGroup(work, config, gatewayGroup, before);
    if (wasAway && group.canSend !== false) joined.push(group);
  }
  await em.flush();
  return { added: groups.length - known.length, updated: known.length, joined };
}

async function saveGroup(
  work: Work,
  config: EvolutionConfig,
  from: GatewayGroup,
  known: Group | undefined,
): Promise<Group> {
  const { em, now } = work;
  const name = from.subject.trim() || known?.name || from.jid;
  const facts = { name, nameKey: nameKey(name), updatedAt: now };
  const group =
    known ??
    em.create(Group, {
      ...facts,
      aliases: [],
      kind: 'whatsapp',
      jid: from.jid,
      evolutionConfig: config,
      createdAt: now,
    });
  Object.assign(group, facts);
  await em.flush();
  const self = from.participants.find(participant => isOwn(config, participant));
  if (self?.lid) config.ownLid ??= self.lid;
  group.canSend = mayWrite(from, self);
  if (from.participants.length === 0) return group; // no group is empty: the gateway did not tell
  group.membersCount = from.participants.length;
  await em.nativeDelete(GroupMember, { group: group.id });
  addMembers(em, group, from.participants);
  return group;
}

/** Without a list of members, or before our own number is known, nothing can be said. */
function mayWrite(group: GatewayGroup, self: Participant | undefined): boolean | null {
  if (!self) return group.announce === false ? true : null;
  return group.announce ? self.admin !== null : true;
}

/**
 * Applies that people came, went or became admins; when it is the bot itself, whether it can write there.
 *
 * @returns what changed for the bot itself; null when nothing did
 */
export async function applyParticipants(
  work: Work,
  configId: number,
  event: ParticipantsEvent,
): Promise<OwnMembership | null> {
  const { em, now } = work;
  const group = await em.findOne(
    Group,
    { evolutionConfig: configId, jid: event.groupJid },
    { populate: ['evolutionConfig'] },
  );
  if (!group?.evolutionConfig) return null;
  const keys = event.participants.map(memberKey);
  await em.nativeDelete(GroupMember, { group: group.id, memberKey: { $in: keys } });
  if (event.action !== 'remove') addMembers(em, group, event.participants.map(withRole(event.action)));
  await em.flush();
  group.membersCount = await em.count(GroupMember, { group: group.id });
  group.updatedAt = now;
  if (!event.participants.some(participant => isOwn(group.evolutionConfig!, participant))) return null;
  return applyOwn(group, event.action);
}

/** News that come twice are told once: what they say is so already. */
function applyOwn(group: Group, action: ParticipantsEvent['action']): OwnMembership | null {
  const before = group.canSend;
  if (action === 'remove') group.canSend = false;
  if (action === 'add' || action === 'promote') group.canSend = true;
  if (action === 'remove' && before !== false) return { group, change: 'left' };
  return action === 'add' && before === false ? { group, change: 'joined' } : null;
}

/** A promotion tells who, and leaves it to its name that they are admins now. */
function withRole(action: ParticipantsEvent['action']): (participant: Participant) => Participant {
  if (action === 'promote') return participant => ({ ...participant, admin: participant.admin ?? 'admin' });
  return action === 'demote' ? participant => ({ ...participant, admin: null }) : participant => participant;
}

function addMembers(em: Em, group: Group, participants: readonly Participant[]): void {
  const members = new Map(participants.map(participant => [memberKey(participant), participant]));
  for (const [key, { jid, phone, admin }] of members) {
    em.create(GroupMember, { group, memberKey: key, jid, phone, isAdmin: admin !== null });
  }
}

function memberKey({ jid, phone }: Participant): string {
  return phone ? phoneKey(phone) : (phoneKeyOfJid(jid) ?? jid);
}

function isOwn(config: EvolutionConfig, participant: Participant): boolean {
  if (config.ownLid && participant.lid === config.ownLid) return true;
  const own = config.ownJid && phoneKeyOfJid(config.ownJid);
  return Boolean(own) && memberKey(participant) === own;
}
