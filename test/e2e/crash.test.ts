import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
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
const COMMAND = '/agendar todo dia 9h numero 11912345678 mensagem Bom dia!';
/** More than the flow writes: the last ones see it run to its end with no crash at all. */
const WRITES = 24;

/** One command, and a server that dies at one point of its flow and is started again. */
describe('a command survives the death of the process at every step', { timeout: 180_000 }, () => {
  let gateway: FakeGateway;
  let folder: ReturnType<typeof temporaryFolder>;
  let port: number;
  const running: ServerProcess[] = [];

  beforeEach(async () => {
    gateway = await startFakeGateway();
    folder = temporaryFolder();
    port = await freePort();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(server => server.kill()));
    await gateway.close();
    folder.remove();
  });

  const start = async (more: Record<string, string> = {}, preload: string[] = []) => {
    const env = { ...gatewayEnv(gateway), DATA_DIR: folder.path, ...more };
    const server = await startServer({ port, env, preload });
    running.push(server);
    await until(() => gateway.webhook !== null, 30_000, 'the webhook’s registration');
    return server;
  };

  /** Delivers as the gateway does: again, until it is accepted. */
  const deliver = async (id: string) => {
    await until(
      async () => (await gateway.write(ADMIN, COMMAND, { id }).catch(() => ({ status: 0 }))).status === 200,
      15_000,
      'the webhook’s acceptance',
    );
  };

  const replies = () => gateway.accepted.filter(message => message.number === ADMIN);

  const count = (table: string) => {
    const db = new DatabaseSync(`${folder.path}/agendador.sqlite`, { readOnly: true });
    try {
      return db.prepare(`select count(*) as n from ${table}`).get()!.n;
    } finally {
      db.close();
    }
  };

  const expectOneOfEach = async () => {
    await until(() => replies().length > 0, 30_000, 'the reply');
    await sleep(700); // a second one would come now
    expect(replies().map(message => message.text.includes('todo dia às 09:00'))).toEqual([true]);
    expect(count('schedules')).toBe(1);
    expect(count("occurrences where status = 'planned'")).toBe(1);
  };

  test.for(Array.from({ length: WRITES }, (_, index) => index + 1))('before write %i', async nth => {
    const doomed = await start({ TEST_CRASH: JSON.stringify({ nth }) }, ['test/e2e/crash-at.ts']);
    const first = gateway.write(ADMIN, COMMAND, { id: 'CMD1' }).catch(() => null);
    await Promise.race([doomed.ended, sleep(3_000)]);
    await first;
    await doomed.kill();
    await start();
    await deliver('CMD1'); // what the gateway repeats until it gets a 200, and sometimes after that
    await expectOneOfEach();
  });

  test('while the reply is on its way: the gateway has it, and we never learnt', async () => {
    const doomed = await start();
    gateway.emitSent = false; // not even the event tells
    gateway.behave = () => {
      process.kill(doomed.pid, 'SIGKILL');
      gateway.behave = () => ({ kind: 'accept' });
      return { kind: 'accept_then_break' };
    };
    await deliver('CMD1');
    await doomed.ended;
    await start();
    await expectOneOfEach();
  });
});
