import { describe, expect, test } from 'vitest';
import {
  faultOfRepeatable,
  faultOfReply,
  faultOfTransport,
  faultWithoutId,
  sendError,
} from '../../src/whatsapp/evolution-errors.ts';

const REFUSED = { retryable: false, outcome: 'refused' };
const NOT_SENT = { retryable: true, outcome: 'not_sent' };
const UNKNOWN = { retryable: false, outcome: 'unknown' };

const usual = (message: unknown) => ({ error: 'whatever', response: { message } });
const boom = (message: string) => ({ data: null, isBoom: true, output: { statusCode: 428, payload: { message } } });

describe('an answer that is no success', () => {
  test.for([
    [401, usual('Unauthorized'), 'gateway_key_rejected', REFUSED],
    [403, usual(['Forbidden']), 'gateway_key_rejected', REFUSED],
    [404, usual(['The "bazar" instance does not exist']), 'instance_unknown', REFUSED],
    [404, usual(['Instance "bazar" not found']), 'instance_unknown', REFUSED],
    [404, usual(['Cannot POST /message/sendTxt/bazar']), 'gateway_route_unknown', REFUSED],
    [405, undefined, 'gateway_route_unknown', REFUSED],
    [400, usual([['instance requires property "text"']]), 'gateway_rejected', REFUSED],
    [400, usual([{ property: 'groupJid', message: 'must be a group' }]), 'gateway_rejected', REFUSED],
    [400, usual(['Text is required']), 'gateway_rejected', REFUSED],
    [400, usual('Unexpected token } in JSON'), 'gateway_rejected', REFUSED],
    [413, undefined, 'gateway_rejected', REFUSED],
    [400, usual([{ jid: '1@s.whatsapp.net', exists: false, number: '1' }]), 'not_on_whatsapp', REFUSED],
    [400, usual([{ jid: '1@s.whatsapp.net', exists: true, number: '1' }]), 'gateway_rejected', REFUSED],
    [400, usual(['[object Object]']), 'group_unknown', REFUSED],
    [404, usual(['Error fetching group', 'Error: item-not-found']), 'group_unknown', REFUSED],
    [400, usual(['Error: not-authorized']), 'group_closed', REFUSED],
    [400, usual(['Error: forbidden']), 'group_closed', REFUSED],
    [403, usual('Forbidden'), 'gateway_key_rejected', REFUSED],
    [400, usual(['Error: Connection Closed']), 'connection_closed', NOT_SENT],
    [500, usual('Connection Closed'), 'connection_closed', NOT_SENT],
    [404, usual('Error: Connection Closed'), 'connection_closed', NOT_SENT],
    [400, boom('Connection Closed'), 'connection_closed', NOT_SENT],
    [400, usual(['Error: Timed Out']), 'whatsapp_timeout', UNKNOWN],
    [500, usual('Timed Out'), 'whatsapp_timeout', UNKNOWN],
    [500, usual("Cannot read properties of undefined (reading 'onWhatsApp')"), 'not_connected', NOT_SENT],
    [400, usual(["TypeError: Cannot read properties of undefined (reading 'sendMessage')"]), 'not_connected', NOT_SENT],
    [500, usual("Cannot read properties of undefined (reading 'length')"), 'gateway_failed', UNKNOWN],
    [500, usual('Cannot convert undefined or null to object'), 'not_connected', NOT_SENT],
    [400, usual(['The "bazar" instance is not connected']), 'not_connected', NOT_SENT],
    [400, {}, 'not_connected', NOT_SENT],
    [500, usual(['AxiosError: Request failed with status code 403']), 'media_unusable', REFUSED],
    [500, usual(['Error: Input buffer contains unsupported image format']), 'media_unusable', REFUSED],
    [400, { message: ['Method not available on Evolution Channel'] }, 'gateway_unsupported', REFUSED],
    [400, { message: [['numbers does not meet minimum length of 1']] }, 'gateway_rejected', REFUSED],
    [400, usual(['PrismaClientKnownRequestError: Invalid `create()` invocation']), 'gateway_failed', UNKNOWN],
    [400, usual(['Error: something after the send']), 'gateway_failed', UNKNOWN],
    [500, usual('something'), 'gateway_failed', UNKNOWN],
    [500, undefined, 'gateway_failed', UNKNOWN],
    [502, undefined, 'gateway_failed', UNKNOWN],
    [504, undefined, 'gateway_failed', UNKNOWN],
    [408, undefined, 'gateway_no_answer', UNKNOWN],
    [503, undefined, 'gateway_busy', NOT_SENT],
    [429, usual('Too many'), 'gateway_rate_limited', NOT_SENT],
    [301, undefined, 'gateway_redirected', REFUSED],
    [307, undefined, 'gateway_redirected', REFUSED],
    [400, [], 'gateway_rejected', REFUSED],
    [400, 'text', 'gateway_rejected', REFUSED],
    [400, { response: null, message: null, output: null }, 'gateway_rejected', REFUSED],
    [400, usual([[[['Connection Closed']]]]), 'connection_closed', NOT_SENT],
  ] as const)('%i %j is %s', ([status, body, code, rest]) => {
    expect(faultOfReply({ status, body })).toEqual({ code, ...rest });
  });
});

describe('a success without a message id', () => {
  test('is a refusal where it holds an error of Meta', () => {
    const body = { message: '(#131030) not allowed', type: 'OAuthException', code: 131030 };
    expect(faultWithoutId(body)).toEqual({ code: 'gateway_rejected', ...REFUSED });
  });
  test.for([[{}], [null], [{ status: 'PENDING' }], ['ok']])('%j may have been sent', ([body]) => {
    expect(faultWithoutId(body)).toEqual({ code: 'gateway_unintelligible', ...UNKNOWN });
  });
});

describe('a broken connection', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  test.for([
    ['refused', coded('ECONNREFUSED')],
    ['name unknown', coded('ENOTFOUND')],
    ['name service away', coded('EAI_AGAIN')],
    ['no route', coded('EHOSTUNREACH')],
    ['no connection in time', coded('UND_ERR_CONNECT_TIMEOUT')],
    ['certificate out of date', coded('CERT_HAS_EXPIRED')],
    ['certificate of our own making', coded('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['certificate of another host', coded('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['one error per address', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
    ['a cause inside', new Error('fetch failed', { cause: coded('ECONNREFUSED') })],
  ] as const)('before the request was written is not sent: %s', ([, error]) => {
    expect(faultOfTransport(error)).toEqual({ code: 'gateway_unreachable', ...NOT_SENT });
  });

  test.for([
    ['no answer', coded('UND_ERR_HEADERS_TIMEOUT')],
    ['half an answer', coded('UND_ERR_BODY_TIMEOUT')],
    ['other side closed', coded('UND_ERR_SOCKET')],
    ['reset', coded('ECONNRESET')],
    ['broken pipe', coded('EPIPE')],
    ['destroyed', coded('UND_ERR_DESTROYED')],
    ['no code', new Error('x')],
    ['no error', 'x'],
  ] as const)('after that is unknown: %s', ([, error]) => {
    expect(faultOfTransport(error)).toEqual({ code: 'gateway_no_answer', ...UNKNOWN });
  });
});

test('what may be repeated has no unknown outcome', () => {
  expect(faultOfRepeatable({ code: 'gateway_no_answer', retryable: false, outcome: 'unknown' })).toEqual({
    code: 'gateway_no_answer',
    ...NOT_SENT,
  });
  const refusal = { code: 'instance_unknown', retryable: false, outcome: 'refused' } as const;
  expect(faultOfRepeatable(refusal)).toEqual(refusal);
});

test('a fault becomes an error with its words and cause', () => {
  const cause = new Error('x');
  const error = sendError({ code: 'gateway_busy', retryable: true, outcome: 'not_sent' }, 'HTTP 503', cause);
  expect(error).toMatchObject({ name: 'SendError', code: 'gateway_busy', ...NOT_SENT, message: 'HTTP 503', cause });
});
