import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeGateway, startFakeGateway } from '../../bench/fake-gateway.ts';
import {
  freePort,
  gatewayEnv,
  type ServerProcess,
  startServer,
  temporaryFolder,
  until,
} from '../helpers/server-process.ts';

const ADMIN = '5511900000001';
const STRANGER = '5521977776666';
const MEBIBYTE = 1024 * 1024;

/** The server as a process, on what the internet sends to an open port. */
describe('the webhook of a running server', { timeout: 60_000 }, () => {
  let gateway: FakeGateway;
  let folder: ReturnType<typeof temporaryFolder>;
  let server: ServerProcess;

  beforeAll(async () => {
    gateway = await startFakeGateway();
    folder = temporaryFolder();
    const env = { ...gatewayEnv(gateway), DATA_DIR: folder.path, LOG_LEVEL: 'trace' };
    server = await startServer({ port: await freePort(), env });
    await until(() => gateway.webhook !== null, 30_000, 'the webhook’s registration');
  });
  afterAll(async () => {
    await server.kill();
    await gateway.close();
    folder.remove();
  });

  const post = async (body: string | Buffer, headers: Record<string, string> = {}, path = '') => {
    const reply = await fetch(`${server.url}/webhooks/evolution${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...gateway.webhook!.headers, ...headers },
      body: body as never,
    });
    const text = await reply.text();
    return { status: reply.status, text };
  };
  const rows = <T>(sql: string): T[] => {
    const db = new DatabaseSync(`${folder.path}/agendador.sqlite`, { readOnly: true });
    try {
      return db.prepare(sql).all() as T[];
    } finally {
      db.close();
    }
  };
  const command = (text: string, id: string, from = ADMIN, pushName = 'Bia') =>
    JSON.stringify({
      event: 'messages.upsert',
      instance: gateway.instanceName,
      apikey: gateway.apiKey,
      data: {
        key: { remoteJid: `${from}@s.whatsapp.net`, fromMe: false, id },
        pushName,
        message: { conversation: text },
        messageType: 'conversation',
        messageTimestamp: Math.floor(Date.now() / 1000),
      },
    });

  test('was registered with the secret in its header', () => {
    expect(gateway.webhook!.url).toBe(`${server.url}/webhooks/evolution`);
    expect(gateway.webhook!.headers['x-webhook-secret']).toMatch(/.{20,}/);
  });

  test.for([
    ['a wrong secret', '{"event":"x"}', { 'x-webhook-secret': 'errado' }, 401],
    ['no secret', '{"event":"x"}', { 'x-webhook-secret': '' }, 401],
    ['broken JSON', '{"event":', {}, 400],
    ['another content type', 'event=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['an unknown event', '{"event":"lua.cheia","data":{}}', {}, 200],
    ['no event at all', '[]', {}, 200],
    ['data that is none', '{"event":"messages.upsert","data":null}', {}, 200],
  ] as const)('%s is answered with a sentence and no trace', async ([, body, headers, status]) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/ at .*\.(ts|js):\d+/);
  });

  test('9 MB are too much, and with a wrong secret are not even read', async () => {
    const body = Buffer.alloc(9 * MEBIBYTE, ' ');
    expect((await post(body)).status).toBe(413);
    // A server that answers before it has read everything may close the connection on the writer.
    const refused = await post(body, { 'x-webhook-secret': 'errado' }).catch(() => ({ status: 401 }));
    expect(refused.status).toBe(401);
  });

  test('the same command 50 times at once is one schedule and one reply', async () => {
    const before = gateway.accepted.length;
    const body = command('/agendar todo dia 9h numero 11912345678 mensagem Oi!', 'FIFTY');
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(body)));
    expect(answers.map(answer => answer.status)).toEqual(Array(50).fill(200));
    await until(() => gateway.accepted.length > before, 30_000, 'the reply');
    await sleep(1_000);
    expect(gateway.accepted.length - before).toBe(1);
    expect(rows('select id from schedules')).toHaveLength(1);
  });

  test('an event under its own path is the same event', async () => {
    const before = gateway.accepted.length;
    const { status } = await post(command('/status', 'BYPATH'), {}, '/messages-upsert');
    expect(status).toBe(200);
    await until(() => gateway.accepted.length > before, 30_000, 'the reply');
  });

  test('a stranger is not answered, and nothing that she wrote is stored or logged', async () => {
    const before = gateway.accepted.length;
    const { status } = await post(
      command('/agendar segredo-da-cliente todo dia 9h', 'STRANGER', STRANGER, 'Nome da Cliente'),
    );
    expect(status).toBe(200);
    await sleep(1_500);
    expect(gateway.accepted.length).toBe(before);
    const database = ['agendador.sqlite', 'agendador.sqlite-wal'].map(file =>
      readFileSync(`${folder.path}/${file}`, 'latin1'),
    );
    for (const text of [...database, server.output()]) {
      expect(text).not.toContain('segredo-da-cliente');
      expect(text).not.toContain('Nome da Cliente');
    }
  });

  test('neither the instance’s key nor the secret is in a log or, in clear, in the database', () => {
    const secret = gateway.webhook!.headers['x-webhook-secret']!;
    const database = ['agendador.sqlite', 'agendador.sqlite-wal'].map(file =>
      readFileSync(`${folder.path}/${file}`, 'latin1'),
    );
    for (const text of [...database, server.output()]) {
      expect(text).not.toContain(gateway.apiKey);
      expect(text).not.toContain(secret);
    }
  });
});
