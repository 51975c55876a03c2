import { readContactCard } from '../../whatsapp/vcard.ts';
import type { ContactRow } from './contact-row.ts';

const CARD = /BEGIN:VCARD[\s\S]*?END:VCARD/gi;
/** Androids write accents so (vCard 2.1): `FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jo=C3=A3o`. */
const QUOTED_PRINTABLE = /^([^:\r\n]*);ENCODING=QUOTED-PRINTABLE([^:\r\n]*):((?:[^\r\n]*=\r?\n)*[^\r\n]*)/gim;
const BIRTHDAY = /^BDAY(?:;[^:\r\n]*)?:(\d{4}-?\d{2}-?\d{2})/im; // one without its year is no birth date
const NOTE = /^NOTE(?:;[^:\r\n]*)?:(.+)$/im;

/** Contacts of a vCard file (.vcf) of a phone book; of several phones the first one that can be read. */
export function contactsOfVcards(text: string): ContactRow[] {
  return [...text.matchAll(CARD)].map(match => {
    const card = match[0].replace(QUOTED_PRINTABLE, (_all, name, more, value) => `${name}${more}:${decoded(value)}`);
    const { name, phones } = readContactCard(null, card);
    return {
      line: text.slice(0, match.index).split('\n').length,
      name: name ?? '',
      phone: phones[0] ?? '',
      birthDate: BIRTHDAY.exec(card)?.[1] ?? '',
      notes: NOTE.exec(card)?.[1]?.trim().replaceAll('\\n', '\n').replaceAll('\\,', ',') ?? '',
      variables: {},
    };
  });
}

function decoded(value: string): string {
  const bytes = value.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, '%$1');
  try {
    return decodeURIComponent(bytes);
  } catch {
    return value; // another character set: better odd letters than no contact
  }
}
