/**
 * How Evolution 2.3 reads the `number` of a request, and what WhatsApp makes of it. This is the gateway's side of the
 * rules, quirks included: our own reading of numbers lives in `whatsapp/jid.ts` and must cope with these.
 */
import { createHash } from 'node:crypto';

export const PERSON_SUFFIX = '@s.whatsapp.net';
const FULL_JID = /@(g\.us|s\.whatsapp\.net|lid|broadcast)$/;

export const isGroup = (jid: string): boolean => jid.endsWith('@g.us');
export const isLid = (jid: string): boolean => jid.endsWith('@lid');
export const digitsOf = (jid: string): string => jid.replace(/[:@].*$/, '');
export const personJid = (digits: string): string => `${digits}${PERSON_SUFFIX}`;

/** What Evolution turns `number` into before it asks WhatsApp. Full JIDs pass untouched; no country code is ever added. */
export function jidFromNumber(number: string): string {
  if (FULL_JID.test(number)) return number;
  const digits = number.replace(/\D/g, '');
  if (number.includes('-') && number.length >= 24) return `${number.replace(/[^\d-]/g, '')}@g.us`;
  if (digits.length >= 18) return `${digits}@g.us`;
  return personJid(withoutExtraDigit(digits));
}

/** Mexico and Argentina lose the digit after the country code; Brazil from area code 31 up loses its 9 before a 7, 8 or 9. */
function withoutExtraDigit(digits: string): string {
  if (/^5[24]\d{11}$/.test(digits)) return digits.slice(0, 2) + digits.slice(3);
  const brazilian = /^55(\d\d)9([7-9]\d{7})$/.exec(digits);
  return brazilian && Number(brazilian[1]) >= 31 ? `55${brazilian[1]}${brazilian[2]}` : digits;
}

/** The same Brazilian mobile number with and without its 9th digit; any other number alone. */
export function numberForms(digits: string): string[] {
  const brazilian = /^55(\d\d)9?([6-9]\d{7})$/.exec(digits);
  return brazilian ? [`55${brazilian[1]}9${brazilian[2]}`, `55${brazilian[1]}${brazilian[2]}`] : [digits];
}

/** The JID under which WhatsApp knows a number that nobody registered here before. */
export function canonicalJid(digits: string): string {
  return personJid(withoutExtraDigit(numberForms(digits)[0] ?? digits));
}

const BRAZILIAN_MOBILE_WITHOUT_COUNTRY = /^[1-9][1-9]9\d{8}$/;

/** In this world every plausible number with a country code has WhatsApp, but those that end in 9999. */
export const hasWhatsApp = (digits: string): boolean =>
  /^\d{10,15}$/.test(digits) && !digits.endsWith('9999') && !BRAZILIAN_MOBILE_WITHOUT_COUNTRY.test(digits);

/** A person's hidden id: 15 digits that say nothing about the phone, the same at every start. */
export function lidOf(digits: string): string {
  const hash = createHash('sha256').update(`lid:${digits}`).digest('hex').slice(0, 14);
  return `2${(BigInt(`0x${hash}`) % 10n ** 14n).toString().padStart(14, '0')}@lid`;
}
