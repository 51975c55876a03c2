import { digitsOf, hasWhatsApp, isGroup, isLid, jidFromNumber } from '../gateway-jid.ts';
import type { Simulator } from '../simulator.ts';
import { isBotIn } from './group-membership.ts';

export type Recipient =
  | {
      readonly kind: 'person';
      readonly jid: string;
      readonly name: string /** Written to before, so looked up before. */;
      readonly cached: boolean;
    }
  | { readonly kind: 'group'; readonly jid: string }
  /** A group that does not exist, or that the bot is no member of. */
  | { readonly kind: 'unreachable_group'; readonly jid: string }
  | { readonly kind: 'not_on_whatsapp'; readonly jid: string };

/**
 * Whom a request's `number` reaches.
 *
 * As in Evolution, WhatsApp's own spelling of a Brazilian number is accepted in place of the one asked for only when the
 * input itself starts with 55: `+55…` and full JIDs must be exact.
 */
export function findRecipient(simulator: Simulator, number: string): Recipient {
  const jid = jidFromNumber(number);
  if (isGroup(jid)) return { kind: isBotIn(simulator, jid) ? 'group' : 'unreachable_group', jid };
  if (!isLid(jid) && !hasWhatsApp(digitsOf(jid))) return { kind: 'not_on_whatsapp', jid };
  if (isLid(jid) && !simulator.people.find(jid)) return { kind: 'not_on_whatsapp', jid };

  const person = simulator.people.meet(jid);
  const mustBeExact = !isLid(jid) && (number.includes('@') || !number.startsWith('55'));
  if (mustBeExact && person.jid !== jid) return { kind: 'not_on_whatsapp', jid };
  const cached = simulator.messages.find({ chatJid: person.jid, fromMe: true }, { offset: 0, limit: 1 }).total > 0;
  return { kind: 'person', jid: person.jid, name: person.name, cached };
}
