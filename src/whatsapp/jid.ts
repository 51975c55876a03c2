/**
 * WhatsApp's addresses (JIDs). A person has two: `<phone>@s.whatsapp.net` and `<number>@lid`, a hidden id
 * whose digits are not a phone; either may be the one that a message carries.
 */
import { phoneKey } from './phone.ts';

export type JidKind = 'user' | 'lid' | 'group' | 'broadcast' | 'newsletter' | 'unknown';

const KIND_BY_SERVER: ReadonlyMap<string, JidKind> = new Map([
  ['s.whatsapp.net', 'user'],
  ['lid', 'lid'],
  ['g.us', 'group'],
  ['broadcast', 'broadcast'],
  ['newsletter', 'newsletter'],
]);

/** E.164 allows 15 digits (ITU-T E.164 §6.2.1); fewer than 8 is no subscriber anywhere. */
const PHONE_DIGITS = /^[1-9]\d{7,14}$/;

/**
 * One spelling for one address: lower case, no `:<device>`, the old `@c.us` as `@s.whatsapp.net`,
 * and bare digits (the gateway's simulation channel answers with those) as a person's address.
 */
export function canonicalJid(raw: string): string {
  const [name = '', server = ''] = raw.trim().toLowerCase().split('@', 2);
  if (server === '') return PHONE_DIGITS.test(name) ? jidOfPhone(name) : name;
  return `${withoutDevice(name)}@${server === 'c.us' ? 's.whatsapp.net' : server}`;
}

/** What kind of chat or person an address names. `status@broadcast` (stories) is a broadcast. */
export function jidKind(jid: string): JidKind {
  const canonical = canonicalJid(jid);
  return KIND_BY_SERVER.get(canonical.slice(canonical.indexOf('@') + 1)) ?? 'unknown';
}

/** The phone (E.164) behind a person's address; null for everything else, a LID too. */
export function phoneOfJid(jid: string): string | null {
  const [name = '', server] = canonicalJid(jid).split('@', 2);
  return server === 's.whatsapp.net' && PHONE_DIGITS.test(name) ? `+${name}` : null;
}

/** The key (see phone.ts) of the person behind an address; null for everything but a person's phone. */
export function phoneKeyOfJid(jid: string): string | null {
  const phone = phoneOfJid(jid);
  return phone === null ? null : phoneKey(phone);
}

/** The address of a phone, given as E.164 or as digits with the country code. */
export function jidOfPhone(phone: string): string {
  return `${phone.replace(/\D/g, '')}@s.whatsapp.net`;
}

/** `5511…:12` and `5511…_1:12` name one of a person's devices. Old group names (`<phone>-<time>`) have neither mark. */
function withoutDevice(name: string): string {
  return name.replace(/(?:_\d+)?:\d+$/, '');
}
