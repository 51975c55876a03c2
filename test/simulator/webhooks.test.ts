import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from './receiver.ts';
import { ADMIN, CARLA, OWN, type StartedSimulator, sendTextTo, startSimulator, VENDAS } from './start-simulator.ts';

let simulator: StartedSimulator;
let receiver: Receiver;

beforeEach(async () => {
  simulator = await startSimulator();
  receiver = await startReceiver();
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const arrived = (event: string, count: number) =>
  vi.waitFor(() => expect(receiver.of(event)).toHaveLength(count), { timeout: 5000 });
const lastMessage = async (chat: string) =>
  (await simulator.page('GET', `/conversas/${chat}/mensagens`)).body.messages.at(-1);
const moment = () => new Promise(resolve => setTimeout(resolve, 150));

describe('setting the webhook', () => {
  test('stores it under other names and finds it again; unset it is null', async () => {
    expect(await simulator.gateway('GET', '/webhook/find/simulador')).toEqual({ status: 200, body: null });
    const { status, body } = await simulator.setWebhook(receiver.url, {
      headers: { 'x-a': 'b' },
      events: ['SEND_MESSAGE'],
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      url: receiver.url,
      headers: { 'x-a': 'b' },
      events: ['SEND_MESSAGE'],
      webhookByEvents: false,
    });
    expect((await simulator.gateway('GET', '/webhook/find/simulador')).body).toEqual(body);
  });

  test.for([
    ['without its wrapper', { url: 'http://127.0.0.1/x' }, 400],
    ['without a url', { webhook: { enabled: true, events: [] } }, 400],
    ['with an unknown event', { webhook: { enabled: true, url: 'http://127.0.0.1/x', events: ['NADA'] } }, 400],
    ['without events, as Evolution itself stumbles', { webhook: { enabled: true, url: 'http://127.0.0.1/x' } }, 500],
  ] as const)('is refused %s', async ([, body, status]) => {
    expect((await simulator.gateway('POST', '/webhook/set/simulador', body)).status).toBe(status);
  });
});

describe('what a person writes', () => {
  test('in private comes as messages.upsert with phone and LID', async () => {
    await simulator.setWebhook(receiver.url);
    const { status, body } = await simulator.type('/agendamentos');
    expect(status).toBe(201);
    await arrived('messages.upsert', 1);
    expect(receiver.of('messages.upsert')[0]?.body.data).toMatchObject({
      key: {
        id: body.id,
        remoteJid: ADMIN,
        remoteJidAlt: expect.stringMatching(/@lid$/),
        fromMe: false,
        addressingMode: 'pn',
      },
      pushName: 'Marina Duarte',
      message: { conversation: '/agendamentos' },
      messageType: 'conversation',
    });
    await vi.waitFor(async () => expect(await lastMessage(ADMIN)).toMatchObject({ status: 'READ' }));
  });

  test('in a group names its author beside the group', async () => {
    await simulator.setWebhook(receiver.url);
    await simulator.type('bom dia', { chat: VENDAS, author: CARLA });
    await arrived('messages.upsert', 1);
    expect(receiver.of('messages.upsert')[0]?.body.data.key).toMatchObject({
      remoteJid: VENDAS,
      participantAlt: CARLA,
      addressingMode: 'lid',
      fromMe: false,
    });
  });

  test('on the bot’s own phone to herself comes with fromMe', async () => {
    await simulator.setWebhook(receiver.url);
    await simulator.type('/status', { chat: OWN, author: OWN });
    await arrived('messages.upsert', 1);
    expect(receiver.of('messages.upsert')[0]?.body.data.key).toMatchObject({ remoteJid: OWN, fromMe: true });
  });

  test('as a quote carries the quoted message', async () => {
    await simulator.setWebhook(receiver.url);
    const question = await sendTextTo(simulator, '5511900000001', 'Confirma?');
    await simulator.type('sim', { quoted_id: question.body.key.id });
    await arrived('messages.upsert', 1);
    expect(receiver.of('messages.upsert')[0]?.body.data.contextInfo).toMatchObject({
      stanzaId: question.body.key.id,
      participant: OWN,
      quotedMessage: { conversation: 'Confirma?' },
    });
  });

  test('as a reaction names its target', async () => {
    await simulator.setWebhook(receiver.url);
    const question = await sendTextTo(simulator, '5511900000001', 'Confirma?');
    await simulator.page('POST', '/reacoes', { message_id: question.body.key.id, author: ADMIN, emoji: '👍' });
    await arrived('messages.upsert', 1);
    expect(receiver.of('messages.upsert')[0]?.body.data).toMatchObject({
      messageType: 'reactionMessage',
      message: { reactionMessage: { text: '👍', key: { id: question.body.key.id, fromMe: true } } },
    });
  });

  test('twice with one client id is one message and one event', async () => {
    await simulator.setWebhook(receiver.url);
    const first = await simulator.type('oi', { client_id: 'o-mesmo-1' });
    const second = await simulator.type('oi', { client_id: 'o-mesmo-1' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    await arrived('messages.upsert', 1);
    await moment();
    expect(receiver.of('messages.upsert')).toHaveLength(1);
  });

  test('before any webhook is set waits for one', async () => {
    await simulator.type('cedo demais');
    await simulator.setWebhook(receiver.url);
    await arrived('messages.upsert', 1);
  });
});

describe('delivery', () => {
  test('is repeated after 503 until it is accepted, with the same id', async () => {
    await simulator.setWebhook(receiver.url);
    receiver.answerWith(503, 503);
    const { body } = await simulator.type('/status');
    await arrived('messages.upsert', 3);
    expect(receiver.of('messages.upsert').map(({ body: { data } }) => data.key.id)).toEqual([
      body.id,
      body.id,
      body.id,
    ]);
    await vi.waitFor(async () => expect(await lastMessage(ADMIN)).toMatchObject({ status: 'READ' }));
  });

  test.for([400, 401, 403, 404, 422])('is given up after %i, and the page says so', async status => {
    await simulator.setWebhook(receiver.url);
    receiver.answerWith(status);
    await simulator.type('/status');
    await vi.waitFor(async () =>
      expect(await lastMessage(ADMIN)).toMatchObject({
        status: 'ERROR',
        failure: expect.stringContaining(`HTTP ${status}`),
      }),
    );
    await moment();
    expect(receiver.of('messages.upsert')).toHaveLength(1);
  });

  test('of anything but messages ends after the last try', async () => {
    await simulator.close();
    simulator = await startSimulator({ webhookRetry: { initialDelayMs: 5, maxDelayMs: 5, maxAttempts: 2 } });
    await simulator.setWebhook(receiver.url, { events: ['SEND_MESSAGE'] });
    receiver.answerWith(500, 500, 500, 500);
    await sendTextTo(simulator, '5511900000011');
    await arrived('send.message', 2);
    await moment();
    expect(receiver.of('send.message')).toHaveLength(2);
  });

  test('leaves out events that were not asked for', async () => {
    await simulator.setWebhook(receiver.url, { events: ['MESSAGES_UPSERT'] });
    await sendTextTo(simulator, '5511900000011');
    await simulator.type('oi');
    await arrived('messages.upsert', 1);
    await moment();
    expect(receiver.webhooks.map(({ event }) => event)).toEqual(['messages.upsert']);
  });

  test('by events appends the event’s name to the path', async () => {
    await simulator.setWebhook(receiver.url, { byEvents: true });
    await simulator.type('oi');
    await arrived('messages.upsert', 1);
    expect(receiver.webhooks[0]?.path).toBe('/webhooks/evolution/messages-upsert');
  });
});

test('adding the bot to a group and taking it out are told', async () => {
  await simulator.setWebhook(receiver.url);
  const { body } = await simulator.page('POST', '/grupos', { subject: 'padaria' });
  await arrived('groups.upsert', 1);
  expect(receiver.of('groups.upsert')[0]?.body.data).toMatchObject([{ id: body.jid, subject: 'padaria' }]);
  await simulator.page('PUT', `/grupos/${body.jid}/agendador`, { member: false });
  await arrived('group-participants.update', 2);
  const updates = receiver.of('group-participants.update').map(webhook => webhook.body.data);
  expect(updates.map(({ action }) => action)).toEqual(['add', 'remove']);
  expect(updates[1].participants).toMatchObject([{ phoneNumber: OWN }]);
  expect((await sendTextTo(simulator, body.jid)).status).toBe(400);
});
