/**
 * What a failure of the Evolution API means. Its status codes do not say: the same dead socket answers 400 or
 * 500, and 400 is also "no such number". So the words of the body decide, and the code only where none match.
 */
import { SendError, type SendOutcome } from '../errors.ts';
import { isEmptyObject, wordsOf } from './evolution-error-body.ts';

export type GatewayErrorCode =
  | 'gateway_unreachable' // nobody answered there; the request was never written
  | 'gateway_no_answer' // written, then silence or a broken connection
  | 'gateway_unintelligible' // an answer that is not the gateway's
  | 'gateway_failed' // something broke inside it, perhaps after the send
  | 'gateway_busy'
  | 'gateway_rate_limited' // it, or a proxy before it, asks for fewer calls
  | 'gateway_rejected' // it found a fault in what we asked
  | 'gateway_unsupported' // this kind of instance cannot do that
  | 'gateway_route_unknown' // no such route: another version, or not an Evolution API
  | 'gateway_redirected' // the address is not the final one (http for https, mostly)
  | 'gateway_key_rejected'
  | 'instance_unknown'
  | 'not_connected' // the number was never paired or its session is gone
  | 'connection_closed' // paired, but the line to WhatsApp is down
  | 'whatsapp_timeout' // WhatsApp did not confirm in the gateway's 60 s
  | 'not_on_whatsapp'
  | 'group_unknown' // no such group, or the bot is not in it
  | 'group_closed' // only its admins may write there
  | 'unsupported_chat' // a channel or broadcast list
  | 'media_unusable';

/** Codes that are about the instance, not the message: hold what is queued behind it and tell a person. */
export const INSTANCE_FAULTS: ReadonlySet<string> = new Set<GatewayErrorCode>([
  'gateway_route_unknown',
  'gateway_redirected',
  'gateway_key_rejected',
  'instance_unknown',
  'not_connected',
  'connection_closed',
]);

export interface Fault {
  readonly code: GatewayErrorCode;
  readonly retryable: boolean;
  readonly outcome: SendOutcome;
}

export interface FailedReply {
  readonly status: number;
  /** The parsed JSON; undefined when there was none. */
  readonly body: unknown;
}

const refused = (code: GatewayErrorCode): Fault => ({ code, retryable: false, outcome: 'refused' });
const notSent = (code: GatewayErrorCode): Fault => ({ code, retryable: true, outcome: 'not_sent' });
/** Never retryable: first find out whether it left (`findSentMessages`, `send.message`). */
const unknown = (code: GatewayErrorCode): Fault => ({ code, retryable: false, outcome: 'unknown' });

/** In order; the first whose pattern the flattened words match decides. */
const BY_WORDS: readonly (readonly [RegExp, Fault])[] = [
  [/"exists":false/, refused('not_on_whatsapp')],
  [/Connection Closed/i, notSent('connection_closed')],
  [/Timed Out/i, unknown('whatsapp_timeout')],
  // Saving the message fails after it went out (§2.2: send, then insert, then reply).
  [/prisma|Invalid `/i, unknown('gateway_failed')],
  // No session object yet: nothing could have been written to WhatsApp.
  [
    /Cannot read properties of undefined \(reading '(?:onWhatsApp|sendMessage|waUploadToServer)'\)/,
    notSent('not_connected'),
  ],
  [/Cannot convert undefined or null to object|is not connected/, notSent('not_connected')],
  [/item-not-found|\[object Object\]/, refused('group_unknown')],
  [/\bnot-authorized\b|\bforbidden\b/, refused('group_closed')], // WhatsApp's own words (Baileys passes them on)
  [/instance does not exist|Instance ".*" not found/, refused('instance_unknown')],
  [/Cannot (?:GET|POST|PUT|DELETE) \//, refused('gateway_route_unknown')],
  [/Method not available/i, refused('gateway_unsupported')],
  [/AxiosError|Input buffer/, refused('media_unusable')],
  // Any other exception's text: it may have come after the send.
  [/^\w*Error: /m, unknown('gateway_failed')],
];

/** Where no words match. 503 is a proxy with nobody behind it; 502 and 504 may have lost the answer only. */
function byStatus(status: number): Fault {
  if (status >= 300 && status < 400) return refused('gateway_redirected');
  if (status === 401 || status === 403) return refused('gateway_key_rejected');
  if (status === 404 || status === 405) return refused('gateway_route_unknown');
  if (status === 408) return unknown('gateway_no_answer');
  if (status === 429) return notSent('gateway_rate_limited');
  if (status === 503) return notSent('gateway_busy');
  return status >= 500 ? unknown('gateway_failed') : refused('gateway_rejected');
}

/** Classifies an answer that is no success. */
export function faultOfReply(reply: FailedReply): Fault {
  // whatsappNumbers without a session answers 400 with an empty object.
  if (reply.status === 400 && isEmptyObject(reply.body)) return notSent('not_connected');
  const words = wordsOf(reply.body).join('\n');
  return BY_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? byStatus(reply.status);
}

/**
 * Classifies a success code without a message id: Meta's refusals come as 201 with an error object (Business
 * channel); anything else might be a message that left.
 */
export function faultWithoutId(body: unknown): Fault {
  const isRefusal = typeof body === 'object' && body !== null && 'code' in body && 'message' in body;
  return isRefusal ? refused('gateway_rejected') : unknown('gateway_unintelligible');
}

/** Errors of a connection that was never made (DNS, TCP, TLS), by Node's, undici's and OpenSSL's codes. */
const NEVER_WRITTEN =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|UND_ERR_CONNECT_TIMEOUT|UND_ERR_CLOSED|UND_ERR_INVALID_ARG|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** Classifies what the HTTP client threw. When in doubt the request was written. */
export function faultOfTransport(error: unknown): Fault {
  return codesOf(error).some(code => NEVER_WRITTEN.test(code))
    ? notSent('gateway_unreachable')
    : unknown('gateway_no_answer');
}

/** The same failure of a call that can be repeated freely: an unknown outcome is no outcome to fear. */
export function faultOfRepeatable(fault: Fault): Fault {
  return fault.outcome === 'unknown' ? notSent(fault.code) : fault;
}

/** @param message for logs, without the key; the words people read are the code's template */
export function sendError(fault: Fault, message?: string, cause?: unknown): SendError {
  return new SendError(fault.code, { ...fault, ...(message === undefined ? {} : { message }), cause });
}

/** Sends to these are refused before they are asked for: the gateway would turn them into a group's address. */
export function unsupportedChat(to: string): SendError {
  return sendError(refused('unsupported_chat'), `no chat to write to: ${to}`);
}

/** An error's code and those of its causes; a host with several addresses fails with one error for each. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap(codesOf)];
}
