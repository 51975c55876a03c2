import { beforeEach, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from './test-server.ts';

let server: TestServer;
let id: number;

/** A schedule that was made, renamed and paused, and a template. */
beforeEach(async () => {
  server = await testServer();
  const input = { frequency: 'daily', time: '09:00', text: 'Oi', numbers: ['11987654321'] };
  id = (await server.request('POST /api/schedules/', input)).body.id;
  server.clock.advance({ minutes: 1 });
  await server.request(`PATCH /api/schedules/${id}/`, { title: 'Novo' });
  server.clock.advance({ minutes: 1 });
  await server.request(`POST /api/schedules/${id}/pause/`);
  await server.request('POST /api/templates/', { name: 'promo', body: 'Oi' });
});

const actions = async (query: string) =>
  (await server.request(`GET ${query}`)).body.results.map((row: { action: string }) => row.action);

describe('/api/schedules/{id}/history/', () => {
  test('has every change of that schedule, newest first, with how it was and how it is', async () => {
    const { status, body } = await server.request(`GET /api/schedules/${id}/history/`, undefined, { scope: 'read' });
    expect([status, body.count]).toEqual([200, 3]);
    expect(body.results[1]).toMatchObject({
      ...{ at: '2026-11-24T10:01:00-03:00', action: 'schedule.edit', source: 'api' },
      ...{ entity: { type: 'schedule', id }, actor: { type: 'user', name: 'dona' } },
      ...{ before: { title: '' }, after: { title: 'Novo' } },
    });
    expect(body.results[2]).toMatchObject({ action: 'schedule.create', before: null });
  });

  test('of a schedule that is not there is a 404', async () => {
    expect((await server.request('GET /api/schedules/99/history/')).status).toBe(404);
  });
});

describe('/api/audit/', () => {
  test.for([
    ['', ['template.create', 'schedule.pause', 'schedule.edit', 'schedule.create']],
    ['entity_type=template', ['template.create']],
    ['entity_type=schedule&entity=1&action=schedule.edit', ['schedule.edit']],
    ['actor=DON&page_size=1', ['template.create']],
    ['actor=ninguém', []],
    ['to=2026-11-24T10:01:00-03:00', ['schedule.create']],
    ['from=2026-11-24T10:01:00-03:00&ordering=at', ['schedule.edit', 'schedule.pause', 'template.create']],
  ] as const)('?%s', async ([query, expected]) => {
    expect(await actions(`/api/audit/?${query}`)).toEqual(expected);
  });

  test('is not for those who only read or send', async () => {
    expect((await server.request('GET /api/audit/', undefined, { scope: 'send' })).status).toBe(403);
  });
});
