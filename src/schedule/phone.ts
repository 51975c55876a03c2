import type { Reason } from './reading.ts';

/** Area codes in use (ANATEL's national numbering plan). */
const AREA_CODES = new Set(
  '11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99'.split(
    ' ',
  ),
);

/**
 * A number as people write it → E.164, or why not.
 *
 * Brazilian unless it begins with `+` and another country's code. The 9 that mobile numbers gained (ANATEL, 2012-2016) is put in where it lacks.
 */
export function toE164(
  typed: string,
): { number: string } | { problem: Extract<Reason, 'missing_ddd' | 'invalid_number'> } {
  const digits = typed.replace(/\D/g, '');
  const invalid = { problem: 'invalid_number' } as const;
  const international = typed.trim().startsWith('+') || digits.startsWith('00');
  const national00 = digits.replace(/^00/, '');
  // A country's 55 was said: what follows begins with the area code.
  if (international && /^55\d{8,9}$/.test(national00)) return { problem: 'missing_ddd' };
  if (international && !/^(?:00)?55/.test(digits)) {
    const number = national00;
    // "00 11 98888-7777": zeros before a Brazilian number; and no American area begins with a 1.
    const isBrazilian = /^\d\d9\d{8}$/.test(number) && AREA_CODES.has(number.slice(0, 2));
    if ((isBrazilian && digits.startsWith('00')) || /^1[01]/.test(number) || !hasCountry(number)) return invalid;
    // "00 98888-7777": zeros in place of the area code. No country's number that begins with 9 is so short.
    if (/^9\d{8}$/.test(number) || (digits.startsWith('00') && number.length < 10)) return { problem: 'missing_ddd' };
    return /^[1-9]\d{7,14}$/.test(number) ? { number: `+${number}` } : invalid;
  }
  // A trunk 0 or the country's 55 may stand before the area code.
  const national = digits
    .replace(/^00/, '')
    .replace(/^55(?=\d{10,11}$)/, '')
    .replace(/^0(?=\d{10,11}$)/, '');
  if (national.length === 8 || national.length === 9) return { problem: 'missing_ddd' };
  const area = national.slice(0, 2);
  const local = national.slice(2);
  if (!AREA_CODES.has(area)) return invalid;
  if (local.length === 9) return local.startsWith('9') ? { number: `+55${national}` } : invalid;
  // "98888-777": a figure is missing, and an eight-figure number is written in fours.
  if (local.length !== 8 || /^[01]/.test(local) || /\d{5}[-. ]\d{3}$/.test(typed.trim())) return invalid;
  return { number: `+55${area}${/^[6-9]/.test(local) ? '9' : ''}${local}` };
}

/** Ranges of the first three figures that no country has (ITU-T E.164). */
const UNASSIGNED =
  /^(?:21[04579]|259|28\d|29[2-6]|38[48]|42[24-9]|69[3-9]|80[1-79]|83\d|85[14789]|87[1-7]|88[4579]|89\d|969|978|99[0179])/;

function hasCountry(number: string): boolean {
  return !UNASSIGNED.test(number);
}
