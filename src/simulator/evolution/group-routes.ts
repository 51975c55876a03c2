import type { FastifyInstance } from 'fastify';
import { groupInfo, participants } from '../payloads.ts';
import type { Simulator } from '../simulator.ts';
import type { Group } from '../store/groups.ts';
import { connectionState } from '../verbs/connection.ts';
import { isBotIn } from '../verbs/group-membership.ts';
import { refusal } from './evolution-error.ts';

export function groupRoutes(scope: FastifyInstance, simulator: Simulator): void {
  const { groups, people } = simulator;
  const infoOf = (group: Group) => groupInfo(group, groups.members(group.jid), people.all());
  const participantsOf = (group: Group) => participants(groups.members(group.jid), people.all());

  scope.get<{ Querystring: { getParticipants?: string } }>('/group/fetchAllGroups/:instance', async request => {
    const { getParticipants } = request.query;
    if (getParticipants !== 'true' && getParticipants !== 'false') {
      throw refusal(400, ['The getParticipants needs to be informed in the query']);
    }
    if (connectionState(simulator) !== 'open') throw refusal(500, ['Error fetching group', 'Error: Connection Closed']);
    const own = groups.all().filter(group => isBotIn(simulator, group.jid));
    return own.map(group => ({
      ...infoOf(group),
      ...(getParticipants === 'true' && { participants: participantsOf(group) }),
    }));
  });

  scope.get<{ Querystring: GroupQuery }>('/group/findGroupInfos/:instance', async request => {
    const group = requireGroup(simulator, request.query);
    return { ...infoOf(group), participants: participantsOf(group) };
  });

  scope.get<{ Querystring: GroupQuery }>('/group/participants/:instance', async request => {
    const group = requireGroup(simulator, request.query);
    const named = participantsOf(group).map(entry => ({
      ...entry,
      name: people.get(entry.phoneNumber)?.name,
      imgUrl: null,
    }));
    return { participants: named };
  });
}

interface GroupQuery {
  groupJid?: string;
}

/** @throws EvolutionError 400 without a JID; 404 for a group the bot cannot see, and for a closed connection too */
function requireGroup(simulator: Simulator, { groupJid }: GroupQuery): Group {
  if (!groupJid)
    throw refusal(400, [{ property: 'groupJid', message: 'The group id needs to be informed in the query' }]);
  if (connectionState(simulator) !== 'open') throw refusal(404, ['Error fetching group', 'Error: Connection Closed']);
  const jid = groupJid.includes('@') ? groupJid : `${groupJid}@g.us`;
  const group = simulator.groups.get(jid);
  if (!group || !isBotIn(simulator, jid)) throw refusal(404, ['Error fetching group', 'Error: item-not-found']);
  return group;
}
