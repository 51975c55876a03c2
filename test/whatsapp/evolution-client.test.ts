import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SendError, type UserError } from '../../src/errors.ts';
import type { Channel } from '../../src/whatsapp/channel.ts';
import { createEvolutionClient, WEBHOOK_EVENTS } from '../../src/whatsapp/evolution-client.ts';
import { BAZAR, BOT, BOT_LID, DORA, DORA_LID, IURI_LID, NOON_SECONDS } from './payloads.ts';
import { KEY, type ScriptedGateway, scriptedGateway } from './scripted-gateway.ts';

const NOON = Temporal.Instant.from('2026-11-24T12:00:00Z');
const accepted = (id = '3EB0CAFE', remoteJid = DORA) => ({
  status: 201,
  body: { key: { remoteJid, fromMe: true, id }, status: 'PENDING', message: {}, messageTimestamp: NOON_SECONDS },
});
const failure = (status: number, message: unknown) => ({ status, body: { status, response: { message } } });

let gateway: ScriptedGateway;
let client: ReturnType<ScriptedGateway['client']>;
beforeEach(async () => {
  gateway = await scriptedGateway('/evo/');
  client = gateway.client();
});
afterEach(async () => {
  await gateway.close(); // first: it ends what a test left hanging
  await client.close();
});

async function failureOf(promise: Promise<unknown>): Promise<SendError> {
  const error: unknown = await promise.then(
    value => new Error(`it succeeded: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SendError)) throw error;
  return error;
}
const sendToDora = () => client.sendText({ to: '+554188880202', text: 'Bom dia!' });

test('deleteMessage names the message and its chat, and a silence of the gateway is no unknown outcome', async () => {
  gateway.answer({ status: 201, body: { key: { id: 'X' } } }, response => void response.destroy());
  const target = { messageId: '3EB0CAFE', chatJid: DORA, fromMe: true };
  await client.deleteMessage(target);
  expect(gateway.asked[0]).toMatchObject({
    line: 'DELETE /evo/chat/deleteMessageForEveryone/bazar%20bot',
    body: { id: '3EB0CAFE', remoteJid: DORA, fromMe: true },
  });
  expect(await failureOf(client.deleteMessage(target))).toMatchObject({ retryable: true, outcome: 'not_sent' });
});

describe('sendText', () => {
  test('posts digits, the text and the key, and returns the id with the canonical address', async () => {
    gateway.answer(accepted());
    expect(await sendToDora()).toEqual({ messageId: '3EB0CAFE', jid: DORA, sentAt: NOON });
    const [asked] = gateway.asked;
    expect(asked).toMatchObject({
      line: 'POST /evo/message/sendText/bazar%20bot',
      body: { number: '554188880202', text: 'Bom dia!' },
    });
    expect(asked!.headers).toMatchObject({ apikey: KEY, 'content-type': 'application/json' });
  });

  test.for([
    ['+55 41 8888-0202', '554188880202'],
    ['554188880202:3@s.whatsapp.net', '554188880202'],
    [DORA_LID, DORA_LID],
    [BAZAR, BAZAR],
  ])('to %s asks for %s', async ([to, number]) => {
    gateway.answer(accepted());
    await client.sendText({ to: to!, text: 'oi' });
    expect(gateway.asked[0]!.body).toEqual({ number, text: 'oi' });
  });

  test('can mention everyone and quote', async () => {
    gateway.answer(accepted());
    const quoted = { messageId: 'ACD0RA', chatJid: BAZAR, fromMe: false, authorJid: DORA_LID };
    await client.sendText({ to: BAZAR, text: 'oi', mentionAll: true, quoted });
    const key = { id: 'ACD0RA', remoteJid: BAZAR, fromMe: false, participant: DORA_LID };
    expect(gateway.asked[0]!.body).toEqual({ number: BAZAR, text: 'oi', mentionsEveryOne: true, quoted: { key } });
  });

  test.for([['120363777000000099@newsletter'], ['status@broadcast'], [''], ['ana'], ['12@s.whatsapp.net']])(
    'to %j is refused without asking',
    async ([to]) => {
      const error = await failureOf(client.sendText({ to: to!, text: 'oi' }));
      expect(error).toMatchObject({ code: 'unsupported_chat', outcome: 'refused', retryable: false });
      expect(gateway.asked).toHaveLength(0);
    },
  );

  test('a success without an id is no success', async () => {
    gateway.answer(
      { status: 201, body: { message: 'no', type: 'OAuthException', code: 131030 } },
      { status: 201, body: {} },
    );
    expect(await failureOf(sendToDora())).toMatchObject({ code: 'gateway_rejected', outcome: 'refused' });
    expect(await failureOf(sendToDora())).toMatchObject({ code: 'gateway_unintelligible', outcome: 'unknown' });
  });
});

describe('a send that fails', () => {
  test.for([
    [400, [{ exists: false, number: '1' }], 'not_on_whatsapp', 'refused', false],
    [400, ['Error: Connection Closed'], 'connection_closed', 'not_sent', true],
    [500, 'Timed Out', 'whatsapp_timeout', 'unknown', false],
    [500, 'anything', 'gateway_failed', 'unknown', false],
    [401, 'Unauthorized', 'gateway_key_rejected', 'refused', false],
  ] as const)('with %i %j is %s', async ([status, message, code, outcome, retryable]) => {
    gateway.answer(failure(status, message));
    expect(await failureOf(sendToDora())).toMatchObject({ code, outcome, retryable });
    expect(gateway.asked).toHaveLength(1);
  });

  test('the words of the answer are kept for logs, cut, and without the key', async () => {
    gateway.answer(failure(500, `no ${KEY} here ${'x'.repeat(1000)}`));
    const error = await failureOf(sendToDora());
    expect(error.message).toMatch(/^message\/sendText\/bazar%20bot: HTTP 500 no \[key\] here x+$/);
    expect(error.message.length).toBeLessThan(400);
  });

  test('silence is an unknown outcome, and the message is not posted again', async () => {
    gateway.answer(() => {});
    expect(await failureOf(sendToDora())).toMatchObject({
      code: 'gateway_no_answer',
      outcome: 'unknown',
      retryable: false,
    });
    expect(gateway.asked).toHaveLength(1);
  });

  test.for([
    ['resets the connection', (response: ServerResponse) => response.socket!.resetAndDestroy()],
    ['hangs up', (response: ServerResponse) => response.socket!.end()],
    ['breaks off', (response: ServerResponse) => response.write('{"key":', () => response.destroy())],
    ['stops in the middle', (response: ServerResponse) => response.write('{"key":')],
    ['never stops', (response: ServerResponse) => response.end('x'.repeat(2_000_000))],
  ] as const)('a gateway that %s after it read the request: unknown', async ([, answer]) => {
    gateway.answer(response => void answer(response));
    expect(await failureOf(sendToDora())).toMatchObject({
      code: 'gateway_no_answer',
      outcome: 'unknown',
      retryable: false,
    });
    expect(gateway.asked).toHaveLength(1);
  });

  test('a page instead of JSON is no answer of the gateway', async () => {
    gateway.answer(response => response.writeHead(200).end('<html>Entre no Wi-Fi</html>'));
    expect(await failureOf(sendToDora())).toMatchObject({ code: 'gateway_unintelligible', outcome: 'unknown' });
  });

  test('a redirect is not followed: it would take the key elsewhere', async () => {
    gateway.answer((response, { line }) => response.writeHead(307, { location: line.split(' ')[1] }).end());
    expect(await failureOf(sendToDora())).toMatchObject({ code: 'gateway_redirected', outcome: 'refused' });
    expect(gateway.asked).toHaveLength(1);
  });

  test('nobody there: not sent, and worth another try', async () => {
    const vacant = createEvolutionClient({ baseUrl: await vacantUrl(), apiKey: KEY, instanceName: 'bazar' });
    const error = await failureOf(vacant.sendText({ to: DORA, text: 'oi' }));
    expect(error).toMatchObject({ code: 'gateway_unreachable', outcome: 'not_sent', retryable: true });
    await vacant.close();
  });

  test('a name that nobody has: the same', async () => {
    const nowhere = createEvolutionClient({ baseUrl: 'http://gateway.invalid', apiKey: KEY, instanceName: 'bazar' });
    const error = await failureOf(nowhere.sendText({ to: DORA, text: 'oi' }));
    expect(error).toMatchObject({ code: 'gateway_unreachable', outcome: 'not_sent', retryable: true });
    await nowhere.close();
  });

  test('a closed client sends nothing', async () => {
    await client.close();
    expect(await failureOf(sendToDora())).toMatchObject({ code: 'gateway_unreachable', outcome: 'not_sent' });
    expect(gateway.asked).toHaveLength(0);
  });

  test.for([
    ['open', 'group_unknown', 'refused', false],
    ['connecting', 'not_connected', 'not_sent', true],
    ['close', 'not_connected', 'not_sent', true],
  ] as const)('a group that cannot be found while %s: %s', async ([state, code, outcome, retryable]) => {
    gateway.answer(failure(400, ['[object Object]']), { status: 200, body: { instance: { state } } });
    const error = await failureOf(client.sendText({ to: BAZAR, text: 'oi' }));
    expect(error).toMatchObject({ code, outcome, retryable });
  });
});

test('a reaction names its target; null takes it off', async () => {
  gateway.answer(accepted(), accepted());
  const target = { messageId: 'ACD0RA', chatJid: DORA, fromMe: false };
  expect(await client.sendReaction(target, '✅')).toMatchObject({ messageId: '3EB0CAFE' });
  await client.sendReaction(target, null);
  const key = { id: 'ACD0RA', remoteJid: DORA, fromMe: false };
  expect(gateway.asked.map(({ body }) => body)).toEqual([
    { key, reaction: '✅' },
    { key, reaction: '' },
  ]);
});

describe('findSentMessages', () => {
  const record = (id: string, text: string, seconds: number, remoteJid = DORA) => ({
    key: { id, fromMe: true, remoteJid },
    message: { conversation: text },
    messageTimestamp: seconds,
  });
  const page = (pages: number, ...records: unknown[]) => ({ status: 200, body: { messages: { pages, records } } });
  const search = { text: 'Bom dia!', from: NOON.subtract({ minutes: 1 }), until: NOON.add({ minutes: 4 }) };

  test('asks for every address and page, and returns what has exactly this text, oldest first', async () => {
    gateway.answer(
      page(2, record('B', 'Bom dia!', NOON_SECONDS + 9), record('X', 'Bom dia', NOON_SECONDS)),
      page(2, record('A', 'Bom dia!', NOON_SECONDS + 3), { broken: true }),
      page(1, record('C', 'Bom dia!', NOON_SECONDS + 5, DORA_LID), record('B', 'Bom dia!', NOON_SECONDS + 9)),
    );
    const found = await client.findSentMessages({ ...search, chatJids: [DORA, DORA_LID] });
    expect(found.map(({ messageId, jid }) => [messageId, jid])).toEqual([
      ['A', DORA],
      ['C', DORA_LID],
      ['B', DORA],
    ]);
    const where = (remoteJid: string) => ({
      key: { remoteJid, fromMe: true },
      messageTimestamp: { gte: '2026-11-24T11:59:00.000Z', lte: '2026-11-24T12:04:00.000Z' },
    });
    expect(gateway.asked.map(({ line, body }) => [line, body])).toEqual([
      ['POST /evo/chat/findMessages/bazar%20bot', { where: where(DORA), page: 1, offset: 50 }],
      ['POST /evo/chat/findMessages/bazar%20bot', { where: where(DORA), page: 2, offset: 50 }],
      ['POST /evo/chat/findMessages/bazar%20bot', { where: where(DORA_LID), page: 1, offset: 50 }],
    ]);
  });

  test('ends, even where the gateway speaks of endless pages', async () => {
    gateway.answer(...Array.from({ length: 10 }, () => page(1_000_000)));
    expect(await client.findSentMessages({ ...search, chatJids: [DORA] })).toEqual([]);
    expect(gateway.asked).toHaveLength(10);
  });
});

describe('the connection', () => {
  test.for([['open'], ['connecting'], ['close']] as const)('is %s', async ([state]) => {
    gateway.answer({ status: 200, body: { instance: { instanceName: 'bazar bot', state } } });
    expect(await client.connectionState()).toBe(state);
    expect(gateway.asked[0]!.line).toBe('GET /evo/instance/connectionState/bazar%20bot');
  });

  test('the instance is looked up by name, and its token is not handed out', async () => {
    const row = (name: string) => ({
      name,
      connectionStatus: 'open',
      ownerJid: '5541990000900:1@s.whatsapp.net',
      token: KEY,
    });
    gateway.answer({ status: 200, body: [row('other'), row('bazar bot')] }, { status: 200, body: [] });
    expect(await client.instanceInfo()).toEqual({ state: 'open', ownJid: BOT });
    expect(gateway.asked[0]!.line).toBe('GET /evo/instance/fetchInstances?instanceName=bazar%20bot');
    expect(await failureOf(client.instanceInfo())).toMatchObject({ code: 'instance_unknown' });
  });

  const qrImage = 'data:image/png;base64,AAAA';
  test.for([
    ['a QR code', { code: '2@x', base64: qrImage, pairingCode: null, count: 1 }, 'connecting', '2@x', qrImage, null],
    [
      'a code to type',
      { code: '2@x', base64: qrImage, pairingCode: 'ABCD1234' },
      'connecting',
      '2@x',
      qrImage,
      'ABCD1234',
    ],
    ['not yet', { count: 0 }, 'connecting', null, null, null],
    ['no need to', { instance: { state: 'open' } }, 'open', null, null, null],
  ] as const)('pairing: %s', async ([, body, state, qrText, image, pairingCode]) => {
    gateway.answer({ status: 200, body });
    expect(await client.connect('+55 41 99000-0900')).toEqual({ state, qrText, qrImage: image, pairingCode });
    expect(gateway.asked[0]!.line).toBe('GET /evo/instance/connect/bazar%20bot?number=5541990000900');
  });

  test('pairing: an error that comes as 200', async () => {
    gateway.answer({ status: 200, body: { error: true, message: '[object Object]' } });
    expect(await failureOf(client.connect())).toMatchObject({ code: 'gateway_failed', retryable: true });
  });
});

describe('groups', () => {
  const members = [{ id: DORA_LID, phoneNumber: DORA, admin: 'admin' }, { id: IURI_LID }];
  const bazar = {
    jid: BAZAR,
    subject: 'Bazar',
    announce: false,
    participants: [
      { jid: DORA_LID, phone: '+554188880202', lid: DORA_LID, admin: 'admin' },
      { jid: IURI_LID, phone: null, lid: IURI_LID, admin: null },
    ],
  };
  const written = { id: BAZAR, subject: 'Bazar', announce: false, size: 2, participants: members };

  test('are fetched with their members, past those that cannot be read', async () => {
    gateway.answer({ status: 200, body: [written, { id: 'broken' }] });
    expect(await client.fetchGroups()).toEqual([bazar]);
    expect(gateway.asked[0]!.line).toBe('GET /evo/group/fetchAllGroups/bazar%20bot?getParticipants=true');
  });

  test('may fill more than a megabyte', async () => {
    const many = Array.from({ length: 20_000 }, () => ({ id: IURI_LID, phoneNumber: BOT, lid: BOT_LID }));
    gateway.answer({ status: 200, body: [{ ...written, participants: many }] });
    const [group] = await client.fetchGroups();
    expect(group!.participants).toHaveLength(20_000);
  });

  test('one is fetched by its address, and null when it is not there', async () => {
    gateway.answer({ status: 200, body: written }, failure(404, ['Error fetching group', 'Error: item-not-found']));
    expect(await client.fetchGroup(BAZAR)).toEqual(bazar);
    expect(await client.fetchGroup(BAZAR)).toBeNull();
  });

  test('a closed connection is not a missing group', async () => {
    gateway.answer(failure(404, 'Error: Connection Closed'));
    expect(await failureOf(client.fetchGroup(BAZAR))).toMatchObject({ code: 'connection_closed' });
  });
});

describe('checkNumbers', () => {
  test('asks once for each number and answers in the order asked', async () => {
    const row = (number: string, exists: boolean, jid = `${number}@s.whatsapp.net`) => ({ number, exists, jid });
    gateway.answer({ status: 200, body: [row('551133330000', false), row('5541988880202', true, DORA)] });
    expect(await client.checkNumbers(['+5541988880202', '5541988880202', '+551133330000', '+5541900001111'])).toEqual([
      { number: '+5541988880202', exists: true, jid: DORA },
      { number: '5541988880202', exists: true, jid: DORA },
      { number: '+551133330000', exists: false, jid: null },
      { number: '+5541900001111', exists: null, jid: null },
    ]);
    expect(gateway.asked[0]!.body).toEqual({ numbers: ['5541988880202', '551133330000', '5541900001111'] });
  });

  test('of none asks nobody', async () => {
    expect(await client.checkNumbers([])).toEqual([]);
    expect(gateway.asked).toHaveLength(0);
  });
});

describe('the webhook', () => {
  const settings = { url: 'https://bazar.example/webhooks/evolution', headers: { 'x-webhook-secret': 's' } };

  test('is set in the shape that the gateway insists on', async () => {
    gateway.answer({ status: 201, body: { id: 'cm0', ...settings, enabled: true } });
    await client.setWebhook(settings);
    const webhook = { enabled: true, byEvents: false, base64: false, events: WEBHOOK_EVENTS, ...settings };
    expect(gateway.asked[0]).toMatchObject({ line: 'POST /evo/webhook/set/bazar%20bot', body: { webhook } });
  });

  test.for([
    [null, null],
    [
      { id: 'cm0', ...settings, enabled: true, events: ['MESSAGES_UPSERT'], webhookByEvents: false },
      { ...settings, enabled: true, events: ['MESSAGES_UPSERT'] },
    ],
    [
      { url: 'https://other.example/', headers: null, enabled: false, events: null },
      { url: 'https://other.example/', headers: {}, enabled: false, events: [] },
    ],
  ] as const)('is found: %j', async ([body, webhook]) => {
    gateway.answer({ status: 200, body });
    expect(await client.findWebhook()).toEqual(webhook);
  });
});

describe('what may be asked again', () => {
  const calls: readonly (readonly [string, (channel: Channel) => Promise<unknown>])[] = [
    ['connectionState', channel => channel.connectionState()],
    ['checkNumbers', channel => channel.checkNumbers(['+5541988880202'])],
    ['findWebhook', channel => channel.findWebhook()],
    ['setWebhook', channel => channel.setWebhook({ url: 'https://x.example/', headers: {} })],
  ];
  test.for(calls)('%s: silence is only a failed try', async ([, call]) => {
    gateway.answer(() => {});
    expect(await failureOf(call(client))).toMatchObject({
      code: 'gateway_no_answer',
      outcome: 'not_sent',
      retryable: true,
    });
  });

  test.for(calls.slice(0, 3))('%s: an answer of another shape is one too', async ([, call]) => {
    gateway.answer({ status: 200, body: 'something else' });
    expect(await failureOf(call(client))).toMatchObject({ code: 'gateway_unintelligible', retryable: true });
  });
});

describe('a client', () => {
  test.for([['gateway.example'], ['ftp://gateway.example'], ['']])('for %j is refused', ([baseUrl]) => {
    const create = () => createEvolutionClient({ baseUrl: baseUrl!, apiKey: KEY, instanceName: 'x' });
    expect(create).toThrow(expect.objectContaining({ code: 'invalid_base_url' }) as UserError);
  });

  test('keeps its connection for the next call', async () => {
    const ports = new Set<number | undefined>();
    const note = (response: ServerResponse) => {
      ports.add(response.req.socket.remotePort);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"instance":{"state":"open"}}');
    };
    gateway.answer(...Array.from({ length: 6 }, () => note));
    for (let round = 0; round < 6; round += 1) await client.connectionState();
    expect(ports.size).toBeLessThanOrEqual(2); // a line that has just been used may count as busy a moment longer
  });
});

/** A port that was free a moment ago. */
async function vacantUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
