import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from './receiver.ts';
import { CARLA, OWN, type StartedSimulator, sendTextTo, startSimulator, VENDAS } from './start-simulator.ts';

let simulator: StartedSimulator;
let receiver: Receiver;

beforeEach(async () => {
  simulator = await startSimulator();
  receiver = await startReceiver();
  await simulator.setWebhook(receiver.url, { headers: { 'x-webhook-secret': 'segredo' } });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const statusesOf = (id: string) =>
  receiver
    .of('messages.update')
    .filter(({ body }) => body.data.keyId === id)
    .map(({ body }) => body.data.status);

describe('a text to a person', () => {
  test('is answered 201 in the shape of Evolution, announced, and its receipts come in order', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { status, body } = await sendTextTo(simulator, '5511900000011');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      key: { remoteJid: CARLA, fromMe: true, id: expect.stringMatching(/^3EB0[0-9A-F]{18}$/) },
      pushName: 'Você',
      status: 'PENDING',
      message: { conversation: 'Bom dia!' },
      messageType: 'conversation',
      source: 'web',
    });
    expect(body.messageTimestamp).toBeGreaterThanOrEqual(before);
    expect(body.messageTimestamp).toBeLessThan(before + 60);

    await vi.waitFor(() => expect(statusesOf(body.key.id)).toHaveLength(3), { timeout: 5000 });
    expect(new Set(statusesOf(body.key.id))).toEqual(new Set(['SERVER_ACK', 'DELIVERY_ACK', 'READ']));
    expect(receiver.of('send.message')).toMatchObject([
      {
        headers: { 'x-webhook-secret': 'segredo' },
        body: { instance: 'simulador', sender: OWN, data: { key: body.key } },
      },
    ]);
  });

  test('goes to the number as WhatsApp spells it, without the 9th digit where it has none', async () => {
    const { body } = await sendTextTo(simulator, '5531970000013');
    expect(body.key.remoteJid).toBe('553170000013@s.whatsapp.net');
    const again = await sendTextTo(simulator, '553170000013');
    expect(again.body.key.remoteJid).toBe('553170000013@s.whatsapp.net');
  });

  test('reaches a number nobody registered, with or without its 9th digit', async () => {
    const { body } = await sendTextTo(simulator, '551187654321');
    expect(body.key.remoteJid).toBe('5511987654321@s.whatsapp.net');
  });

  test('carries the quote of a known message and drops an unknown one without a word', async () => {
    const first = await sendTextTo(simulator, '5511900000011', 'Posso confirmar?');
    const quoting = await sendTextTo(simulator, '5511900000011', 'E então?', {
      quoted: { key: { id: first.body.key.id } },
    });
    expect(quoting.body.contextInfo).toMatchObject({
      stanzaId: first.body.key.id,
      quotedMessage: { conversation: 'Posso confirmar?' },
    });
    const lost = await sendTextTo(simulator, '5511900000011', 'Oi', { quoted: { key: { id: '3EB0NADA' } } });
    expect(lost.status).toBe(201);
    expect(lost.body.contextInfo).toBeUndefined();
  });
});

describe('a text to a group', () => {
  test('is announced but never gets a receipt', async () => {
    const toGroup = await sendTextTo(simulator, VENDAS);
    expect(toGroup).toMatchObject({ status: 201, body: { key: { remoteJid: VENDAS } } });
    const toPerson = await sendTextTo(simulator, '5511900000011');
    await vi.waitFor(() => expect(statusesOf(toPerson.body.key.id)).toHaveLength(3), { timeout: 5000 });
    expect(statusesOf(toGroup.body.key.id)).toEqual([]);
  });

  test('mentions every member when asked to', async () => {
    const { body } = await sendTextTo(simulator, VENDAS, 'Atenção', { mentionsEveryOne: true });
    expect(body.contextInfo.mentionedJid).toContain(CARLA);
  });
});

describe('what is refused', () => {
  test.for([
    ['a wrong key', { apikey: 'outra' }, 401, 'Unauthorized'],
    [
      'a bearer token in place of the key',
      { apikey: '', authorization: 'Bearer chave-do-simulador' },
      401,
      'Unauthorized',
    ],
  ] as const)('%s', async ([, headers, status, message]) => {
    const answer = await simulator.gateway(
      'POST',
      '/message/sendText/simulador',
      { number: '5511900000011', text: 'x' },
      headers,
    );
    expect(answer).toEqual({ status, body: { status, error: 'Unauthorized', response: { message } } });
  });

  test.for([
    ['an instance that does not exist', '/message/sendText/outra', {}, 404, ['The "outra" instance does not exist']],
    ['an unknown route', '/message/sendNothing/simulador', {}, 404, ['Cannot POST /message/sendNothing/simulador']],
    [
      'a body without number and text',
      '/message/sendText/simulador',
      {},
      400,
      [['instance requires property "number"', 'instance requires property "text"']],
    ],
    [
      'a number that is no text',
      '/message/sendText/simulador',
      { number: 5511900000011, text: 'x' },
      400,
      [['Invalid format']],
    ],
    ['a blank text', '/message/sendText/simulador', { number: '5511900000011', text: ' ' }, 400, ['Text is required']],
    [
      'a delay that is no number',
      '/message/sendText/simulador',
      { number: '5511900000011', text: 'x', delay: '10' },
      400,
      [['Enter a value in milliseconds']],
    ],
    [
      'a number that is not on WhatsApp',
      '/message/sendText/simulador',
      { number: '5511900009999', text: 'x' },
      400,
      [{ jid: '5511900009999@s.whatsapp.net', exists: false, number: '5511900009999' }],
    ],
    [
      'a number without its country code',
      '/message/sendText/simulador',
      { number: '11987654321', text: 'x' },
      400,
      [{ jid: '11987654321@s.whatsapp.net', exists: false, number: '11987654321' }],
    ],
    [
      'a group that the bot is not in',
      '/message/sendText/simulador',
      { number: '120363000000000098@g.us', text: 'x' },
      400,
      ['[object Object]'],
    ],
  ] as const)('%s', async ([, path, body, status, message]) => {
    const answer = await simulator.gateway('POST', path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.response.message).toEqual(message);
  });

  test('broken JSON, with the parser’s words', async () => {
    const response = await fetch(`${simulator.origin}/simulador/evolution/message/sendText/simulador`, {
      method: 'POST',
      headers: { apikey: 'qualquer', 'content-type': 'application/json' },
      body: '{"number": "55',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ status: 400, error: 'Internal Server Error' });
  });
});

test('a reaction of the bot is answered and announced as a message of its own', async () => {
  const typed = await simulator.type('/status');
  const { status, body } = await simulator.gateway('POST', '/message/sendReaction/simulador', {
    key: { id: typed.body.id, remoteJid: typed.body.chat, fromMe: false },
    reaction: '✅',
  });
  expect(status).toBe(201);
  expect(body.message.reactionMessage).toMatchObject({ text: '✅', key: { id: typed.body.id, fromMe: false } });
  const { messages } = (await simulator.page('GET', `/conversas/${typed.body.chat}/mensagens`)).body;
  expect(messages).toMatchObject([{ text: '/status', reactions: [{ emoji: '✅', name: 'Agendador' }] }]);
});

test('a message taken back is gone for everybody and announced', async () => {
  const { body } = await sendTextTo(simulator, '5511900000011', 'Ops');
  const { id, remoteJid } = body.key;
  const answer = await simulator.gateway('DELETE', '/chat/deleteMessageForEveryone/simulador', {
    id,
    remoteJid,
    fromMe: true,
  });
  expect(answer).toMatchObject({
    status: 201,
    body: { message: { protocolMessage: { type: 'REVOKE', key: { id } } } },
  });
  await vi.waitFor(() => expect(receiver.of('messages.delete')).toMatchObject([{ body: { data: { key: { id } } } }]));
  const { messages } = (await simulator.page('GET', `/conversas/${CARLA}/mensagens`)).body;
  expect(messages).toMatchObject([{ id, text: null }]);
});
