import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver } from './receiver.ts';
import { ADMIN, type StartedSimulator, sendTextTo, startSimulator, VENDAS } from './start-simulator.ts';

let simulator: StartedSimulator;
let receiver: Receiver;

beforeEach(async () => {
  simulator = await startSimulator();
  receiver = await startReceiver();
  await simulator.setWebhook(receiver.url);
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const connect = (state: string) => simulator.page('PUT', '/conexao', { state });
const plan = (kind: string, count = 1) => simulator.page('PUT', '/falha', { kind, count });
const textsIn = async (chat: string) =>
  (await simulator.page('GET', `/conversas/${chat}/mensagens`)).body.messages.map(({ text }: { text: string }) => text);

describe('a cut connection', () => {
  test('refuses a recipient never written to with 500, a known one and a group with 400', async () => {
    await sendTextTo(simulator, '5511900000011');
    await connect('connecting');
    const messages = async (number: string) => {
      const { status, body } = await sendTextTo(simulator, number);
      return { status, message: body.response.message };
    };
    expect(await messages('5521900000012')).toEqual({ status: 500, message: 'Connection Closed' });
    expect(await messages('5511900000011')).toEqual({ status: 400, message: ['Error: Connection Closed'] });
    expect(await messages(VENDAS)).toEqual({ status: 400, message: ['Error: Connection Closed'] });
  });

  test('answers a number check with the bare error beneath', async () => {
    await connect('connecting');
    const { status, body } = await simulator.gateway('POST', '/chat/whatsappNumbers/simulador', {
      numbers: ['5511900000011'],
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ isBoom: true, output: { statusCode: 428 } });
  });

  test('keeps what people write until it is restored', async () => {
    await connect('connecting');
    await simulator.type('alguém aí?');
    await vi.waitFor(() => expect(receiver.of('connection.update')).toHaveLength(1));
    expect(receiver.of('messages.upsert')).toHaveLength(0);
    await connect('open');
    await vi.waitFor(() => expect(receiver.of('messages.upsert')).toHaveLength(1));
    expect(receiver.of('connection.update').map(({ body }) => body.data.state)).toEqual(['connecting', 'open']);
  });

  test('by logout says so with its code, and connecting again begins', async () => {
    await connect('close');
    await vi.waitFor(() => expect(receiver.of('status.instance')).toHaveLength(1));
    expect(receiver.of('connection.update')[0]?.body.data).toMatchObject({ state: 'close', statusReason: 401 });
    expect((await simulator.gateway('GET', '/instance/connect/simulador')).body).toMatchObject({ count: 0 });
    expect((await simulator.gateway('GET', '/instance/connectionState/simulador')).body.instance.state).toBe(
      'connecting',
    );
  });

  test('holds receipts back until it is restored', async () => {
    await simulator.close();
    simulator = await startSimulator({ receiptDelayMs: 40 });
    await simulator.setWebhook(receiver.url);
    await sendTextTo(simulator, '5511900000011');
    await connect('connecting');
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(receiver.of('messages.update')).toHaveLength(0);
    await connect('open');
    await vi.waitFor(() => expect(receiver.of('messages.update')).toHaveLength(3), { timeout: 3000 });
  });
});

describe('a planned failure', () => {
  test.for([
    ['server_error', 500, ['Error: Internal Server Error']],
    ['connection_closed', 500, 'Connection Closed'],
    ['timed_out', 500, 'Timed Out'],
    ['not_on_whatsapp', 400, [{ jid: '5511900000001@s.whatsapp.net', exists: false, number: '5511900000001' }]],
  ] as const)('%s strikes once and sends nothing', async ([kind, status, message]) => {
    await plan(kind);
    const failed = await sendTextTo(simulator, '5511900000001', 'primeira');
    expect(failed.status).toBe(status);
    expect(failed.body.response.message).toEqual(message);
    expect((await sendTextTo(simulator, '5511900000001', 'segunda')).status).toBe(201);
    expect(await textsIn(ADMIN)).toEqual(['segunda']);
  });

  test('strikes as often as planned', async () => {
    await plan('connection_closed', 2);
    const statuses = [];
    for (const text of ['a', 'b', 'c']) statuses.push((await sendTextTo(simulator, VENDAS, text)).status);
    expect(statuses).toEqual([400, 400, 201]);
  });

  test.for([
    ['hang', []],
    ['sent_without_answer', ['silêncio']],
  ] as const)('%s never answers', async ([kind, sent]) => {
    await plan(kind);
    const answer = fetch(`${simulator.origin}/simulador/evolution/message/sendText/simulador`, {
      method: 'POST',
      headers: { apikey: 'chave-do-simulador', 'content-type': 'application/json' },
      body: JSON.stringify({ number: '5511900000001', text: 'silêncio' }),
      signal: AbortSignal.timeout(300),
    });
    await expect(answer).rejects.toThrow(/timeout/);
    expect(await textsIn(ADMIN)).toEqual(sent);
  });
});
