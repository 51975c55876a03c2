/** What the page is shown: JSON in snake_case, instants as ISO 8601 in UTC. */
import { digitsOf, isGroup } from '../gateway-jid.ts';
import type { Simulator } from '../simulator.ts';
import type { Group } from '../store/groups.ts';
import type { Message } from '../store/messages.ts';
import type { Person } from '../store/people.ts';
import { authorsOf } from '../verbs/authors.ts';
import { connectionState } from '../verbs/connection.ts';
import { plannedFault } from '../verbs/faults.ts';
import { isBotIn } from '../verbs/group-membership.ts';
import { isTravelling } from '../verbs/travel.ts';

const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();

/** Connection, planned failures, webhook, and the list of conversations with the last message of each. */
export function stateView(simulator: Simulator) {
  const { identity, webhooks, settings } = simulator;
  const webhook = settings.get('webhook');
  return {
    bot: { jid: identity.own.jid, name: identity.own.name, phone: `+${digitsOf(identity.own.jid)}` },
    connection: connectionState(simulator),
    clock: clockView(simulator),
    fault: plannedFault(simulator),
    webhook: { url: webhook?.enabled ? webhook.url : null, waiting: webhooks.waiting() },
    chats: chatViews(simulator),
  };
}

/** `zone` is IANA; `now` may be far from the machine's time after a journey. */
function clockView(simulator: Simulator) {
  const { clock, identity, timeMachine } = simulator;
  const now = isoTime(clock.now().epochMilliseconds);
  return { now, zone: identity.timezone, can_travel: timeMachine !== null, travelling: isTravelling(simulator) };
}

function chatViews(simulator: Simulator) {
  const { people, groups, admin, identity } = simulator;
  const latest = new Map(simulator.messages.latest().map(message => [message.chatJid, message]));
  const owner = people.get(admin);
  const others = people.all().filter(({ jid, role }) => jid !== admin && role !== 'own');
  const chats = [
    ...(owner ? [personChat(simulator, owner, 'bot')] : []),
    ...groups.all().map(group => groupChat(simulator, group)),
    ...others.map(person => personChat(simulator, person, 'person')),
    personChat(simulator, identity.own, 'own_phone'),
  ];
  return chats.map(chat => {
    const last = latest.get(chat.jid);
    return { ...chat, last: last ? messageView(simulator, last) : null };
  });
}

/** `bot` is the owner's own chat with the bot, `person` somebody else's, `own_phone` the bot's chat with itself. */
function personChat({ identity }: Simulator, person: Person, kind: 'bot' | 'person' | 'own_phone') {
  const phone = `+${digitsOf(person.jid)}`;
  const titles = { bot: identity.own.name, person: person.name, own_phone: 'Celular da loja' };
  const role = kind === 'person' && person.role === 'admin' ? 'contact' : person.role;
  return {
    jid: person.jid,
    kind,
    title: titles[kind],
    phone,
    role,
    authors: [authorView(person)],
    bot_is_member: true,
  };
}

function groupChat(simulator: Simulator, group: Group) {
  const { groups, people } = simulator;
  const members = groups.members(group.jid).flatMap(({ personJid }) => people.get(personJid)?.name ?? []);
  return {
    ...{ jid: group.jid, kind: 'group', title: group.subject, members, announce: group.announce },
    authors: authorsOf(simulator, group.jid).map(authorView),
    bot_is_member: isBotIn(simulator, group.jid),
  };
}

const authorView = ({ jid, name }: Person) => ({ jid, name });

/** One message with what hangs on it: the quote, the reactions, the ticks. */
export function messageView(simulator: Simulator, message: Message) {
  const { people, reactions } = simulator;
  const nameOf = (jid: string) => people.get(jid)?.name ?? `+${digitsOf(jid)}`;
  const quoted = message.quotedId === null ? undefined : simulator.messages.get(message.quotedId);
  return {
    ...{ seq: message.seq, id: message.id, chat: message.chatJid, in_group: isGroup(message.chatJid) },
    author: { jid: message.authorJid, name: nameOf(message.authorJid) },
    from_bot: message.viaApi,
    text: message.deleted ? null : message.text,
    quoted: quoted
      ? { id: quoted.id, name: nameOf(quoted.authorJid), text: quoted.deleted ? null : quoted.text }
      : null,
    mentions: message.mentions.length,
    reactions: reactions
      .of(message.id)
      .map(({ authorJid, emoji }) => ({ emoji, jid: authorJid, name: nameOf(authorJid) })),
    ...{ status: message.status, failure: message.failure, sent_at: isoTime(message.sentAtMs) },
  };
}
