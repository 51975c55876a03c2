import { beforeEach, expect, test } from 'vitest';
import { Delivery, Occurrence } from '../../src/db/entities/index.ts';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let occurrence: number;
let uncertain: number[];

/** A run of which Ana and Bruno may not have got their message, and Carla has hers. */
beforeEach(async () => {
  server = await testServer();
  const made = await server.request('POST /api/schedules/', {
    ...{ frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] },
  });
  const em = server.database.em;
  const run = await em.findOneOrFail(Occurrence, { schedule: made.body.id });
  Object.assign(run, { status: 'done' });
  const now = server.clock.now();
  const deliver = (name: string, status: 'uncertain' | 'sent') =>
    em.create(Delivery, {
      ...{ occurrence: run, schedule: run.schedule, evolutionConfig: server.instance.id, recipientKey: name },
      ...{ recipientType: 'contact', recipientId: 7, recipientName: name, jid: '5511987654321', text: 'Oi', status },
      ...{ dueAt: now, nextAttemptAt: now, giveUpAt: now, createdAt: now, updatedAt: now },
    });
  const rows = [deliver('Ana', 'uncertain'), deliver('Bruno', 'uncertain'), deliver('Carla', 'sent')];
  await em.flush();
  occurrence = run.id;
  uncertain = rows.slice(0, 2).map(({ id }) => id);
});

const logs = async () => {
  const rows = await server.database.em.find(Delivery, { occurrence }, { orderBy: { id: 'asc' } });
  return rows.map(({ status, reason }) => [status, reason ?? null]);
};

test('a yes queues what is in doubt once more, and opens the run again', async () => {
  const { status, body } = await server.request(`POST /api/occurrences/${occurrence}/resend/`, { resend: true });
  expect([status, body]).toEqual([200, { decided: uncertain, opted_out: [] }]);
  expect(await logs()).toEqual([
    ['queued', null],
    ['queued', null],
    ['sent', null],
  ]);
  expect(await server.database.em.count(Occurrence, { id: occurrence, status: 'firing' })).toBe(1);
});

test('a no leaves it for good, and the trail says who decided', async () => {
  await server.request(`POST /api/occurrences/${occurrence}/resend/`, { resend: false });
  expect((await logs()).slice(0, 2)).toEqual([
    ['uncertain', 'not_resent'],
    ['uncertain', 'not_resent'],
  ]);
  const { body } = await server.request(`GET /api/logs/${uncertain[0]}/why/`);
  const codes = body.steps.map((step: { code: string }) => step.code);
  expect(codes).toContain('answered');
  const { body: metrics } = await server.request('GET /metrics', undefined, { scope: null });
  expect(metrics).toContain('agendador_deliveries{status="uncertain"} 0\n');
});

test('once is enough, and there has to be something to decide', async () => {
  await server.request(`POST /api/occurrences/${occurrence}/resend/`, { resend: false });
  const again = await server.request(`POST /api/occurrences/${occurrence}/resend/`, { resend: true });
  expect(again).toMatchObject({ status: 409, body: { code: 'nothing_uncertain' } });
  const unknown = await server.request('POST /api/occurrences/999/resend/', { resend: true });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'occurrence_not_found' } });
});
