import { beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let occurrence: number;
let log: number;
beforeEach(async () => {
  server = await testServer();
  const input = { frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] };
  const { id } = (await server.request('POST /api/schedules/', input)).body;
  log = (await server.request('POST /api/messages/', { text: 'Oi', numbers: ['11987654321'] })).body.logs?.[0]?.id ?? 1;
  const em = server.database.em;
  const at = server.clock.now();
  const run = em.create(Occurrence, { schedule: id, plannedAt: at, dueAt: at, status: 'firing', firedAt: at });
  await em.flush();
  occurrence = run.id;
  const sent = { schedule: id, occurrence, status: 'sent' as const, messageId: 'X', sentAt: at };
  await em.nativeUpdate(Delivery, { id: log }, sent);
});

test('a run: 202, what is to be deleted, and a conflict once nothing is left', async () => {
  const { status, body } = await server.request(`POST /api/occurrences/${occurrence}/recall/`);
  expect([status, body]).toEqual([202, expect.objectContaining({ id: occurrence, stopped: 0, to_delete: 1 })]);
  const again = await server.request(`POST /api/occurrences/${occurrence}/recall/`);
  expect([again.status, again.body.code]).toEqual([409, 'nothing_to_recall']);
});

test('one message: 202 with its log, whose recalled_at is not yet set', async () => {
  const { status, body } = await server.request(`POST /api/logs/${log}/recall/`);
  expect([status, body]).toEqual([202, expect.objectContaining({ id: log, status: 'sent', recalled_at: null })]);
});

test.for(['occurrences', 'logs'])(
  '/api/%s/: 404 for what there is not, 403 for a token that only reads',
  async name => {
    expect((await server.request(`POST /api/${name}/999/recall/`)).status).toBe(404);
    expect((await server.request(`POST /api/${name}/1/recall/`, undefined, { scope: 'read' })).status).toBe(403);
  },
);
