import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { ADMIN, API_KEY, CARLA, type StartedSimulator, sendTextTo, startSimulator } from './start-simulator.ts';

let dataDir: string;
let simulator: StartedSimulator;
let receiver: Receiver;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'simulador-'));
  receiver = await startReceiver();
  simulator = await startSimulator({ dataDir });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
  rmSync(dataDir, { recursive: true });
});

async function restart(): Promise<void> {
  await simulator.close();
  simulator = await startSimulator({ dataDir });
}

test('conversations, reactions, webhook, connection and planned failures outlive a restart', async () => {
  await simulator.setWebhook(receiver.url);
  const typed = await simulator.type('guarde isto');
  await simulator.page('POST', '/reacoes', { message_id: typed.body.id, author: ADMIN, emoji: '👍' });
  await simulator.page('PUT', '/falha', { kind: 'hang', count: 3 });
  await simulator.page('PUT', '/conexao', { state: 'connecting' });
  await restart();

  const { messages } = (await simulator.page('GET', `/conversas/${ADMIN}/mensagens`)).body;
  expect(messages).toMatchObject([{ id: typed.body.id, text: 'guarde isto', reactions: [{ emoji: '👍' }] }]);
  expect((await simulator.page('GET', '/estado')).body).toMatchObject({
    connection: 'connecting',
    fault: { kind: 'hang', remaining: 3 },
    webhook: { url: receiver.url },
  });
});

test('the clock goes on from where a journey in time had taken it', async () => {
  const travel = async () => {
    await simulator.close();
    const clock = systemClock();
    const timeMachine = { nextDue: async () => null, shiftBy: clock.shiftBy, settle: async () => {} };
    simulator = await startSimulator({ dataDir, clock, timeMachine });
    return clock;
  };
  await travel();
  await simulator.page('POST', '/relogio', { minutes: 60 });
  await simulator.page('POST', '/relogio', { minutes: 30 });
  const clock = await travel();
  const aheadMs = clock.now().epochMilliseconds - Date.now();
  expect(aheadMs / 60_000).toBeCloseTo(90, 1);
});

test('what nobody had accepted before a restart is delivered after it, once', async () => {
  await simulator.setWebhook('http://127.0.0.1:9/ninguem');
  const typed = await simulator.type('não se perca');
  await restart();
  await simulator.setWebhook(receiver.url);
  await vi.waitFor(() => expect(receiver.of('messages.upsert')).toHaveLength(1), { timeout: 5000 });
  expect(receiver.of('messages.upsert')[0]?.body.data.key.id).toBe(typed.body.id);

  await restart();
  await new Promise(resolve => setTimeout(resolve, 150));
  expect(receiver.of('messages.upsert')).toHaveLength(1);
});

test('receipts that had not come go on after a restart', async () => {
  await simulator.close();
  simulator = await startSimulator({ dataDir, receiptDelayMs: 60_000 });
  await simulator.setWebhook(receiver.url);
  await sendTextTo(simulator, '5511900000011');
  await restart();
  await vi.waitFor(
    async () => {
      const { messages } = (await simulator.page('GET', `/conversas/${CARLA}/mensagens`)).body;
      expect(messages).toMatchObject([{ status: 'READ' }]);
    },
    { timeout: 5000 },
  );
  await vi.waitFor(() => expect(receiver.of('messages.update')).toHaveLength(3));
});

test('what was answered outlives a process that is killed', async () => {
  const { child, origin } = await startKillable();
  const sent = await fetch(`${origin}/simulador/evolution/message/sendText/simulador`, {
    method: 'POST',
    headers: { apikey: API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ number: '5511900000011', text: 'antes do fim' }),
  });
  expect(sent.status).toBe(201);
  child.kill('SIGKILL');
  await once(child, 'exit');

  await restart();
  const { messages } = (await simulator.page('GET', `/conversas/${CARLA}/mensagens`)).body;
  expect(messages).toMatchObject([{ text: 'antes do fim', from_bot: true }]);
});

async function startKillable(): Promise<{ child: ChildProcess; origin: string }> {
  const script = fileURLToPath(new URL('./killable-simulator.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { child, origin: String(line).trim() };
}
