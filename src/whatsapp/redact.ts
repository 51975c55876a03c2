/** Takes out of a gateway's body what must not reach a log or a disk. */

/** Keys of the gateway and of its instances, and WhatsApp's own key material. Compared in lower case, without `_` and `-`. */
const SECRETS = [
  'apikey',
  'token',
  'hash',
  'jwt',
  'jwtkey',
  'authorization',
  'xwebhooksecret',
  'accesstoken',
  'messagesecret',
];
/** Media bytes and what unlocks them: heavy, private, and of no use here. */
const MEDIA_BYTES = [
  'base64',
  'buffer',
  'jpegthumbnail',
  'mediakey',
  'filesha256',
  'fileencsha256',
  'directpath',
  'waveform',
  'messagecontextinfo',
  'appstatesynckeyshare',
];
const REMOVED: ReadonlySet<string> = new Set([...SECRETS, ...MEDIA_BYTES]);

/** Far deeper than any real body; a hostile one must not exhaust the stack. */
const MAX_DEPTH = 40;

/** A copy without secrets and media bytes at any depth. What lies deeper than 40 levels is dropped (null). */
export function redact(body: unknown, depth = 0): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(body)) return body.map(item => redact(item, depth + 1));
  const kept = Object.entries(body).filter(([key]) => !REMOVED.has(key.toLowerCase().replace(/[_-]/g, '')));
  return Object.fromEntries(kept.map(([key, value]) => [key, redact(value, depth + 1)]));
}
