/**
 * Phones. Brazil's mobiles got a ninth digit, a leading 9, between 2012 and 2016 (Anatel, Resolução 553/2010), but
 * WhatsApp still knows many old accounts without it: one person, two spellings.
 */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { UserError } from '../errors.ts';

/** Country code, area code (DDD), and the eight digits of a mobile from before the ninth digit. Landlines start with 2-5. */
const OLD_MOBILE = /^55(\d{2})([6-9]\d{7})$/;
const MOBILE_WITH_OLD_FORM = /^55(\d{2})9([6-9]\d{7})$/;

/** The 67 area codes that Anatel has assigned (Plano Geral de Códigos Nacionais). */
const AREA_CODE = /^(?:[14689][1-9]|2[12478]|3[1-578]|5[1345]|7[134579])/;
/** A subscriber's number inside its area, mobiles from before the ninth digit among them. */
const LOCAL_NUMBER = /^(?:9\d{8}|[2-9]\d{7})$/;

/**
 * The one key of a person however she is reached: E.164, with the ninth digit put in where it is missing.
 *
 * @param phone E.164, or digits that start with the country code
 */
export function phoneKey(phone: string): string {
  return `+${numberForGateway(phone).replace(OLD_MOBILE, (_, area, local) => `55${area}9${local}`)}`;
}

/** Every E.164 spelling of one phone, with and then without the ninth digit; landlines and foreign phones have one. */
export function phoneVariants(phone: string): string[] {
  const key = phoneKey(phone);
  const old = key.slice(1).replace(MOBILE_WITH_OLD_FORM, '55$1$2');
  return key === `+${old}` ? [key] : [key, `+${old}`];
}

/** Digits only, with the country code: the one form whose ninth digit the gateway repairs by itself. */
export function numberForGateway(phone: string): string {
  return phone.replace(/\D/g, '');
}

/**
 * Reads a phone as people type it: with or without +55, brackets, dashes, a trunk 0 or a carrier code, and
 * puts the ninth digit of a Brazilian mobile in.
 *
 * @returns E.164
 * @throws UserError `missing_ddd` (a Brazilian number without its area code), `invalid_phone`; `details.typed` has the words
 */
export function toE164(typed: string, defaultCountry: CountryCode = 'BR'): string {
  const parsed = parsePhoneNumberFromString(cleaned(typed), { defaultCountry, extract: false });
  if (!parsed) throw new UserError('invalid_phone', { typed });
  if (parsed.countryCallingCode === '55') return brazilian(parsed.nationalNumber, typed);
  if (!parsed.isValid()) throw new UserError('invalid_phone', { typed });
  return parsed.number;
}

/** Copied numbers bring invisible direction marks and odd dashes along; `00` is how some dial the `+`. */
function cleaned(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}/gu, '-');
  return plain.trim().replace(/^00(?=\s*[1-9])/, '+');
}

function brazilian(national: string, typed: string): string {
  if (LOCAL_NUMBER.test(national)) throw new UserError('missing_ddd', { typed });
  if (!AREA_CODE.test(national) || !LOCAL_NUMBER.test(national.slice(2)))
    throw new UserError('invalid_phone', { typed });
  return phoneKey(`55${national}`);
}
