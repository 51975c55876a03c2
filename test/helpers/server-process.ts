import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeGateway } from '../../bench/fake-gateway.ts';

const root = resolve(import.meta.dirname, '../..');

/** The server as a process of its own, as a user starts it: the only kind that can be killed. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Everything it wrote so far. */
  output(): string;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and waits. @returns the exit code */
  stop(): Promise<number | null>;
  /** Resolves when it has ended by itself. */
  ended: Promise<number | null>;
}

export interface StartOptions {
  port: number;
  env?: Record<string, string>;
  /** Modules loaded before the server. */
  preload?: string[];
  /** Wait until it answers; on. */
  untilReady?: boolean;
}

/** On a machine that is busy with other things; on an idle one it takes two seconds. */
const START_MS = 60_000;

/** Starts `src/server.ts` with a clean environment. */
export async function startServer(options: StartOptions): Promise<ServerProcess> {
  const { port, env = {}, preload = [], untilReady = true } = options;
  const args = [...preload.flatMap(module => ['--import', resolve(root, module)]), join(root, 'src/server.ts')];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (written += chunk));
  const ended = new Promise<number | null>(done => child.once('exit', code => done(code)));
  const url = `http://127.0.0.1:${port}`;
  const server: ServerProcess = {
    url,
    pid: child.pid ?? 0,
    output: () => written,
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
  if (untilReady) await ready(server, child);
  return server;
}

async function ready(server: ServerProcess, child: ChildProcess): Promise<void> {
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${server.output()}`);
    const reply = await fetch(`${server.url}/readyz`).catch(() => null);
    return reply?.status === 200;
  }, START_MS).catch(async error => {
    await server.kill(); // or nobody ever would
    throw new Error(`${error.message}: the server's start\n${server.output()}`);
  });
}

/** Waits until `condition` holds. @throws after `timeoutMs`, with `what` */
export async function until(condition: () => unknown, timeoutMs = 10_000, what = 'what was waited for'): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${timeoutMs} ms`);
    await sleep(50);
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(done => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise(done => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A folder for one test's data. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'agendador-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The environment that makes a server use this gateway. */
export function gatewayEnv(gateway: FakeGateway): Record<string, string> {
  return {
    EVOLUTION_API_BASE_URL: gateway.baseUrl,
    EVOLUTION_API_KEY: gateway.apiKey,
    EVOLUTION_INSTANCE_NAME: gateway.instanceName,
    ADMIN_NUMBERS: '+5511900000001',
    ADMIN_PASSWORD: 'senha-de-teste',
  };
}
