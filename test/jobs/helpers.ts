import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Logger } from '../../src/logger.ts';

export const MONGODB_URL = process.env.TEST_MONGODB_URL;
/** Part of a title: why a test is skipped. */
export const NEEDS_MONGODB = MONGODB_URL ? '' : ' (skipped: TEST_MONGODB_URL is not set)';

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
export const now = () => Temporal.Instant.fromEpochMilliseconds(Date.now());
export const inMs = (ms: number) => now().add({ milliseconds: ms });
export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** A path in a folder that is gone after the test. */
export function temporaryPath(name = 'jobs.sqlite'): string {
  const folder = mkdtempSync(join(tmpdir(), 'agendador-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

let databases = 0;
/** A database name that no other test and no other run has. */
export const newDatabaseName = () => `jobs_test_${process.pid}_${Date.now()}_${databases++}`;

/** Asks until the answer is true. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 8_000,
): Promise<void> {
  const giveUpAt = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await pause(20);
  }
}

/** A TCP proxy that can go away and come back on the same port, as a server that restarts does, or stop answering. */
export async function breakableProxy(targetUrl: string) {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer(inner => {
    const outer = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.on('data', chunk => !isSilent && to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as { port: number };
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const goAway = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      dropAll();
    });
  onTestFinished(() => (server.listening ? goAway() : undefined));
  return {
    url: `mongodb://127.0.0.1:${port}`,
    goAway,
    comeBack: () => listen(port),
    stopAnswering: () => {
      isSilent = true;
    },
    answer: () => {
      isSilent = false;
      dropAll();
    },
  };
}
