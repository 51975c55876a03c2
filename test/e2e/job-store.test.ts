import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
const TARGET = '5531987654321';
/** On a busy machine; what is meant is "not ten seconds later, when the scan finds it". */
const ON_TIME_MS = 3_000;

describe('sends do not need the job store', { timeout: 60_000 }, () => {
  let gateway: FakeGateway;
  let folder: ReturnType<typeof temporaryFolder>;
  let server: ServerProcess;
  beforeEach(async () => {
    gateway = await startFakeGateway();
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await server.kill();
    await gateway.close();
    folder.remove();
  });

  const start = async (env: Record<string, string>) => {
    server = await startServer({
      port: await freePort(),
      env: { ...gatewayEnv(gateway), DATA_DIR: folder.path, ...env },
    });
    await until(() => gateway.webhook !== null, 10_000, 'the webhook’s registration');
  };
  const scheduleIn = async (seconds: number) => {
    const dueMs = Date.now() + seconds * 1_000;
    await gateway.write(ADMIN, `/agendar daqui a ${seconds} segundos numero 31987654321 mensagem Oi!`);
    return dueMs;
  };
  const arrival = async () => {
    await until(() => gateway.accepted.some(message => message.number === TARGET), 20_000, 'the message');
    return gateway.accepted.filter(message => message.number === TARGET);
  };

  test('with the store away from the start: degraded, and on time', async () => {
    await start({ MONGODB_URL: 'mongodb://127.0.0.1:1/nobody' });
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([200, 'degraded']);
    const dueMs = await scheduleIn(5);
    const [message, ...more] = await arrival();
    expect(more).toEqual([]);
    expect(message!.atMs - dueMs).toBeLessThan(ON_TIME_MS);
    expect(await server.stop()).toBe(0);
  });

  test('with the whole store dropped while it runs: on time, once', async () => {
    await start({});
    const dueMs = await scheduleIn(6);
    await until(() => gateway.accepted.length > 0, 10_000, 'the reply');
    for (const file of ['jobs.sqlite', 'jobs.sqlite-wal', 'jobs.sqlite-shm'])
      rmSync(`${folder.path}/${file}`, { force: true });
    const messages = await arrival();
    expect(messages).toHaveLength(1);
    expect(messages[0]!.atMs - dueMs).toBeLessThan(ON_TIME_MS);
  });
});
