import { isGroup } from '../gateway-jid.ts';
import type { Simulator } from '../simulator.ts';
import type { Person } from '../store/people.ts';

/**
 * Who may write in a chat, the likeliest first: the other side of a private chat, the bot's own phone in the chat with
 * itself, the members of a group (only its admins where the group says so). The bot itself writes through the API only.
 */
export function authorsOf({ people, groups, identity, admin }: Simulator, chatJid: string): Person[] {
  if (!isGroup(chatJid)) {
    const person = people.get(chatJid);
    return person ? [person] : [];
  }
  const announce = groups.get(chatJid)?.announce ?? false;
  const ownerFirst = (person: Person) => (person.jid === admin ? 0 : 1);
  return groups
    .members(chatJid)
    .filter(member => member.personJid !== identity.own.jid && (!announce || member.admin !== null))
    .flatMap(member => people.get(member.personJid) ?? [])
    .sort((a, b) => ownerFirst(a) - ownerFirst(b));
}
