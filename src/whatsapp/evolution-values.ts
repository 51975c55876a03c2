/** How the Evolution API writes values: loosely. These schemas read every form that its versions use. */
import { z } from 'zod';
import { canonicalJid, jidKind, phoneOfJid } from './jid.ts';

/**
 * Longer than any real one (the Business channel's ids have about 60 characters, addresses at most 40), and together
 * short enough for the inbox's unique key of 191.
 */
const MAX_ID_LENGTH = 100;
const MAX_JID_LENGTH = 64;

export const idSchema = z.string().min(1).max(MAX_ID_LENGTH);

/** An address that must be there, in its one spelling. */
export const requiredJid = z.string().min(1).max(MAX_JID_LENGTH).transform(canonicalJid);

/** A value that is read elsewhere, or that may be missing. */
export const anything = z.unknown().optional();

/** Text that may be absent, null or (in odd versions) of another type: all of these are null. */
export const optionalText = z
  .string()
  .nullish()
  .catch(null)
  .transform(text => text ?? null);

/** An address in its one spelling; absent, empty and malformed ones are null. */
export const optionalJid = optionalText.transform(jid => (jid ? (requiredJid.safeParse(jid).data ?? null) : null));

/** A 64-bit integer as number, numeric text, or protobuf's halves `{low, high}`. */
const longSchema = z.union([
  z.number(),
  z.string().regex(/^\d+$/).transform(Number),
  z.object({ low: z.number(), high: z.number() }).transform(({ low, high }) => high * 2 ** 32 + (low >>> 0)),
]);

/** The end of the year 9999, where the database's DATETIME ends too. */
const MAX_EPOCH_SECONDS = 253_402_300_799;

/** `messageTimestamp`: seconds since 1970, in any of the three forms. */
export const instantFromSeconds = longSchema
  .pipe(z.number().min(0).max(MAX_EPOCH_SECONDS))
  .transform(seconds => Temporal.Instant.fromEpochMilliseconds(Math.trunc(seconds) * 1000));

/**
 * A message's `key`. Versions before 2.3.5 name the second address `senderPn` or `previousRemoteJid`.
 * Result: canonical `chatJid`, `chatAltJid`, `authorJid` (groups only), `authorAltJid`, `id`, `fromMe`.
 */
export const keySchema = z
  .object({
    id: idSchema,
    remoteJid: requiredJid,
    fromMe: z.boolean().nullish(),
    remoteJidAlt: optionalJid,
    senderPn: optionalJid,
    previousRemoteJid: optionalJid,
    participant: optionalJid,
    participantAlt: optionalJid,
    participantPn: optionalJid,
  })
  .transform(key => ({
    id: key.id,
    fromMe: key.fromMe ?? false,
    chatJid: key.remoteJid,
    chatAltJid: key.remoteJidAlt ?? key.senderPn ?? key.previousRemoteJid,
    authorJid: key.participant,
    authorAltJid: key.participantAlt ?? key.participantPn,
  }));

/** Which of several addresses of one person is the phone (as E.164) and which the LID. */
export function phoneAndLid(jids: readonly (string | null)[]): { phone: string | null; lid: string | null } {
  const known = jids.filter(jid => jid !== null);
  return {
    phone: known.map(phoneOfJid).find(phone => phone !== null) ?? null,
    lid: known.find(jid => jidKind(jid) === 'lid') ?? null,
  };
}
