/** The little of a vCard that a shared contact needs. */
import { UserError } from '../errors.ts';
import type { ContactCard } from './gateway-events.ts';
import { toE164 } from './phone.ts';

/** A phone's line: `item1.TEL;type=CELL;waid=5511…:+55 11 …`. WhatsApp's own `waid` is the surest form. */
const PHONE_LINE = /^(?:[\w-]+\.)?TEL((?:;[^:]*)?):(.*)$/i;
const WHATSAPP_ID = /;waid=(\d{8,15})/i;
const NAME_LINE = /^FN(?:;[^:]*)?:(.+)$/im;

/** Reads name and phones; `displayName` (what the sender's phone calls the person) goes before the card's own name. */
export function readContactCard(displayName: string | null, vcard: string | null): ContactCard {
  // Long lines go on after a line break and a blank (RFC 6350 §3.2).
  const unfolded = (vcard ?? '').replace(/\r?\n[ \t]/g, '');
  const phones = unfolded
    .split(/\r?\n/)
    .map(phoneInLine)
    .filter(phone => phone !== null);
  return { name: displayName || (NAME_LINE.exec(unfolded)?.[1]?.trim() ?? null), phones: [...new Set(phones)] };
}

function phoneInLine(line: string): string | null {
  const [, parameters = '', value = ''] = PHONE_LINE.exec(line) ?? [];
  const whatsappId = WHATSAPP_ID.exec(parameters)?.[1];
  try {
    return toE164(whatsappId ? `+${whatsappId}` : value);
  } catch (error) {
    if (error instanceof UserError) return null; // a card may hold extensions and short codes: the rest of it still counts
    throw error;
  }
}
