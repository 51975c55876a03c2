import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGateway, startFakeGateway } from '../../bench/fake-gateway.ts';
import { createOrm, type Orm } from '../../src/db/orm.ts';
import { mysqlOptions } from '../helpers/database.ts';
import {
  freePort,
  gatewayEnv,
  type ServerProcess,
  startServer,
  temporaryFolder,
  until,
} from '../helpers/server-process.ts';

const { TEST_MYSQL_URL, TEST_MONGODB_URL } = process.env;
const isMissing = !TEST_MYSQL_URL || !TEST_MONGODB_URL;
const why = isMissing ? ' (skipped: TEST_MYSQL_URL and TEST_MONGODB_URL are not both set)' : '';

describe.skipIf(isMissing)(`one api and two workers on MySQL and MongoDB${why}`, { timeout: 120_000 }, () => {
  let gateway: FakeGateway;
  let folder: ReturnType<typeof temporaryFolder>;
  let name: string;
  let orm: Orm;
  let servers: ServerProcess[];

  beforeEach(async () => {
    gateway = await startFakeGateway();
    folder = temporaryFolder();
    name = `agendador_e2e_${randomBytes(5).toString('hex')}`;
    const options = mysqlOptions(TEST_MYSQL_URL!, name);
    const port = await freePort();
    const env = {
      ...gatewayEnv(gateway),
      DATA_DIR: folder.path,
      SECRET_KEY: 'segredo-de-teste-para-varios-processos',
      DB_HOST: options.host,
      DB_PORT: String(options.port),
      DB_NAME: name,
      DB_USER: options.user,
      DB_PASSWORD: options.password,
      MONGODB_URL: `${TEST_MONGODB_URL}/${name}`,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    };
    // All at once: they take turns at the migrations.
    servers = await Promise.all([
      startServer({ port, env: { ...env, ROLE: 'api' } }),
      startServer({ port: await freePort(), env: { ...env, ROLE: 'worker' } }),
      startServer({ port: await freePort(), env: { ...env, ROLE: 'worker' } }),
    ]);
    orm = await createOrm(options);
  });
  afterEach(async () => {
    const codes = await Promise.all(servers.map(server => server.stop()));
    await gateway.close();
    await orm.schema.dropDatabase(name);
    await orm.close();
    folder.remove();
    expect(codes).toEqual([0, 0, 0]);
  });

  const api = async (path: string, init: { method?: string; body?: unknown; token?: string } = {}) => {
    const reply = await fetch(`${servers[0]!.url}${path}`, {
      method: init.method ?? 'GET',
      headers: {
        'content-type': 'application/json',
        ...(init.token ? { authorization: `Token ${init.token}` } : {}),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the API's JSON, asserted below
    return { status: reply.status, body: (await reply.json()) as any };
  };

  test('300 messages of 100 schedules at the same second: each once, and receipts arrive', async () => {
    const login = await api('/api-token-auth/', {
      method: 'POST',
      body: { username: 'admin', password: 'senha-de-teste' },
    });
    const { token } = login.body;
    const configs = await api('/api/evolution-configs/', { token });
    const instance = configs.body.results.find((row: { instance_name: string }) => row.instance_name === 'loja');
    await api(`/api/evolution-configs/${instance.id}/`, {
      method: 'PATCH',
      token,
      body: { pace: 'livre', concurrency: 4 },
    });

    const at = Temporal.Now.instant().add({ seconds: 15 }).round('second').toString();
    for (let n = 0; n < 100; n++) {
      const numbers = [0, 1, 2].map(k => `+55119${String(20_000_000 + n * 3 + k)}`);
      const made = await api('/api/schedules/', {
        method: 'POST',
        token,
        body: { frequency: 'once', start_at: at, numbers, text: `Mensagem ${n}` },
      });
      expect(made.status).toBe(201);
    }
    const due = Temporal.Instant.from(at).epochMilliseconds;
    expect(Date.now()).toBeLessThan(due);
    await until(() => gateway.accepted.length >= 300, 60_000, '300 messages').catch(error => {
      const outputs = servers.map(server => server.output()).join('\n');
      throw new Error(`${error.message}; ${gateway.accepted.length} arrived\n${outputs}`);
    });
    const last = gateway.accepted.at(-1)!;
    expect(new Set(gateway.accepted.map(({ number, text }) => `${number} ${text}`)).size).toBe(300);
    expect(Math.min(...gateway.accepted.map(({ atMs }) => atMs))).toBeGreaterThanOrEqual(due);

    await gateway.deliver('messages.update', { keyId: last.id, remoteJid: 'x', fromMe: true, status: 'DELIVERY_ACK' });
    await gateway.deliver('messages.update', { keyId: last.id, remoteJid: 'x', fromMe: true, status: 'READ' });
    await until(
      async () => {
        const logs = await api('/api/logs/?status=read', { token });
        return logs.body.count === 1;
      },
      15_000,
      'the receipt',
    );
    const sent = await api('/api/logs/?status=sent', { token });
    expect(sent.body.count).toBe(299);
    expect(gateway.accepted).toHaveLength(300);
  });
});
