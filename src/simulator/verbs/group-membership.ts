import { groupJid } from '../invented.ts';
import { groupInfo, participants } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { Group } from '../store/groups.ts';
import { SimulatorRefusal } from './refusal.ts';

export const isBotIn = ({ groups, identity }: Simulator, groupJid: string): boolean =>
  groups.members(groupJid).some(({ personJid }) => personJid === identity.own.jid);

/** The owner makes a group with two customers and adds the bot. */
export function createGroup(simulator: Simulator, subject: string): Group {
  const { groups, people, admin, clock } = simulator;
  const customers = people.all().filter(({ role }) => role === 'contact');
  const group = simulator.transaction(() => {
    const jid = groupJid(groups.all().length + 11);
    const created = { jid, subject, description: '', announce: false, createdAtMs: clock.now().epochMilliseconds };
    groups.add(created);
    groups.addMember(jid, { personJid: admin, admin: 'superadmin' });
    for (const { jid: personJid } of customers.slice(0, 2)) groups.addMember(jid, { personJid, admin: null });
    admitBot(simulator, created);
    return created;
  });
  simulator.live.state();
  return group;
}

/**
 * The owner adds the bot to a group, or takes it out. Does nothing where it is so already.
 *
 * @throws SimulatorRefusal when there is no such group
 */
export function setBotMembership(simulator: Simulator, jid: string, isMember: boolean): void {
  const group = simulator.groups.get(jid);
  if (!group) throw new SimulatorRefusal('unknown_group');
  if (isBotIn(simulator, jid) === isMember) return;
  simulator.transaction(() => (isMember ? admitBot(simulator, group) : dismissBot(simulator, group)));
  simulator.live.state();
}

function admitBot(simulator: Simulator, group: Group): void {
  const { groups, people, identity, webhooks } = simulator;
  groups.addMember(group.jid, { personJid: identity.own.jid, admin: null });
  const members = groups.members(group.jid);
  const everyone = people.all();
  const info = groupInfo(group, members, everyone);
  const upserted = { ...info, addressingMode: 'lid', participants: participants(members, everyone) };
  webhooks.emit('groups.upsert', [{ ...upserted, ...author(simulator) }]);
  webhooks.emit('group-participants.update', participantsUpdate(simulator, group, 'add'));
}

function dismissBot(simulator: Simulator, group: Group): void {
  simulator.groups.removeMember(group.jid, simulator.identity.own.jid);
  simulator.webhooks.emit('group-participants.update', participantsUpdate(simulator, group, 'remove'));
}

function participantsUpdate(simulator: Simulator, group: Group, action: 'add' | 'remove') {
  const { own } = simulator.identity;
  const bot = { id: own.lid, phoneNumber: own.jid, admin: null };
  return { id: group.jid, ...author(simulator), participants: [bot], action };
}

/** Who did it: always the owner. */
const author = ({ people, admin }: Simulator) => ({ author: people.get(admin)?.lid, authorPn: admin });
