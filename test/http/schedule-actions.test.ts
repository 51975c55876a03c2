import { beforeEach, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let path: string;
beforeEach(async () => {
  server = await testServer();
  const input = { frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] };
  path = `/api/schedules/${(await server.request('POST /api/schedules/', input)).body.id}/`;
});

test('skip leaves out the next send', async () => {
  const { status, body } = await server.request(`POST ${path}skip/`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'active', next_run_at: '2026-11-26T09:00:00-03:00', version: 2 });
  const rows = (await server.request(`GET ${path}occurrences/`)).body.results;
  expect(rows).toMatchObject([{ status: 'planned' }, { status: 'skipped', reason: 'skipped_by_person' }]);
});

describe('postpone', () => {
  test.for([
    [{ when: '30 minutos' }, '2026-11-25T09:30:00-03:00'],
    [{ when: 'mais 2h' }, '2026-11-25T11:00:00-03:00'],
    [{ when: 'sexta 8h' }, '2026-11-26T09:00:00-03:00'], // the one after it goes out first
    [{ due_at: '2026-11-25T20:00:00Z' }, '2026-11-25T17:00:00-03:00'],
  ] as const)('%j', async ([body, next]) => {
    expect((await server.request(`POST ${path}postpone/`, body)).body.next_run_at).toBe(next);
  });

  test.for([
    [{ when: 'hoje 18h' }, { code: 'postpone_earlier' }],
    [{ due_at: '2026-11-24T20:00:00-03:00' }, { code: 'postpone_earlier' }],
    [{ when: 'banana' }, { when: [expect.any(String)] }],
    [{ when: '2h' }, { when: ['frase de postpone_unclear'] }],
    [{ when: 'às 8h' }, { when: ['frase de postpone_unclear'] }],
    [{ when: '-1 hora' }, { when: ['frase de postpone_back'] }],
    [{}, { code: 'invalid' }],
    [undefined, { code: expect.any(String) }],
  ] as const)('%j is refused', async ([body, expected]) => {
    const answer = await server.request(`POST ${path}postpone/`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject(expected);
  });
});

test.for(['skip/', 'postpone/'])('%s: what is paused has no next send, and an old version is refused', async action => {
  const body = action === 'postpone/' ? { when: '15h' } : undefined;
  const headers = { 'if-match': '"7"' };
  expect((await server.request(`POST ${path}${action}`, body, { headers })).status).toBe(412);
  await server.request(`POST ${path}pause/`);
  const { status, body: answer } = await server.request(`POST ${path}${action}`, body);
  expect([status, answer.code]).toEqual([409, 'nothing_planned']);
});

test('test sends the next message to one number alone', async () => {
  const { status, body } = await server.request(`POST ${path}test/`, { number: '11 91111-2222' });
  expect([status, body.jid, body.text, body.schedule]).toEqual([202, '5511911112222', 'Oi', null]);
  expect((await server.request('GET /api/logs/')).body.count).toBe(1);
  expect((await server.request(`POST ${path}test/`, {})).status).toBe(400);
  expect((await server.request('POST /api/schedules/99/test/', { number: '11 91111-2222' })).status).toBe(404);
});

test('a pause may have an end, after which the schedule comes back by itself', async () => {
  const until = '2026-11-27T08:00:00-03:00';
  const { status, body } = await server.request(`POST ${path}pause/`, { reason: 'férias', until });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'paused', pause_reason: 'férias', resume_at: until, next_run_at: null });
  expect((await server.request(`POST ${path}resume/`)).body).toMatchObject({ status: 'active', resume_at: null });
  const past = await server.request(`POST ${path}pause/`, { until: '2020-01-01T00:00:00Z' });
  expect([past.status, past.body]).toMatchObject([400, { until: [expect.any(String)] }]);
});
